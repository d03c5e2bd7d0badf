-- What a page looks like: its links as text without mark-up, the colours of its examples, the options of its window.

local api = vim.api

local M = {}

---@class pygloss.Link
---@field row integer From 1.
---@field first integer Its first byte in the line, from 0.
---@field last integer The byte after it.
---@field concept? string
---@field url? string
---@field auto? boolean Whether it is written `<https://…>`.
---@field is_docs? boolean Whether it leads to the documentation that the page as a whole is about.

local namespace = api.nvim_create_namespace('pygloss.page')

--- The links of each buffer, in the order of the text.
---@type table<integer, pygloss.Link[]>
local written = {}

--- Takes the mark-up of links out of a line: concealed, it would still count where lines wrap.
---@param line string
---@param row integer
---@return string line
---@return pygloss.Link[] links
local function unlink(line, row)
  local text, links = '', {} ---@type string, pygloss.Link[]
  local at = 1
  while at <= #line do
    -- A label may have brackets of its own.
    local first, last, label, target = line:find('(%b[])%(([^%s()]+)%)', at)
    local auto_first, auto_last, auto = line:find('<(https?://[^%s<>]+)>', at)
    local is_auto = auto_first ~= nil and (not first or auto_first < first)
    if is_auto then
      first, last, label, target = auto_first, auto_last, '<' .. auto .. '>', auto
    end
    if not first then
      break
    end
    local concept, url = target:match('^([%w_-]+)%.md$'), target:match('^https?://.+$')
    if concept or url then
      text = text .. line:sub(at, first - 1)
      -- Out of its brackets, an address could be taken for mark-up.
      local shown = is_auto and label or label:sub(2, -2)
      table.insert(links, {
        row = row,
        first = #text,
        last = #text + #shown,
        concept = concept,
        url = url,
        auto = is_auto,
        is_docs = is_auto and text:match('^%- [%a ]+: $') ~= nil,
      })
      text = text .. shown
      at = last + 1
    else
      text = text .. line:sub(at, first)
      at = first + 1
    end
  end
  return text .. line:sub(at), links
end

--- Writes a page of Markdown into a buffer.
---@param buffer integer
---@param lines string[]
function M.write(buffer, lines)
  local shown, all = {}, {} ---@type string[], pygloss.Link[]
  local fence ---@type string?
  for row, line in ipairs(lines) do
    local mark = line:match('^%s*(```+)') or line:match('^%s*(~~~+)')
    if fence then
      fence = not (mark and vim.startswith(mark, fence)) and fence or nil
    elseif mark then
      fence = mark
    else
      local links
      line, links = unlink(line, row)
      vim.list_extend(all, links)
    end
    table.insert(shown, line)
  end
  api.nvim_buf_set_lines(buffer, 0, -1, false, shown)
  local function mark(row, first, last, options)
    api.nvim_buf_set_extmark(buffer, namespace, row - 1, first, vim.tbl_extend('error', { end_col = last }, options))
  end
  for _, link in ipairs(all) do
    local inner = link.auto and 1 or 0
    mark(link.row, link.first + inner, link.last - inner, { hl_group = 'PyglossLink', url = link.url })
    if link.auto then
      mark(link.row, link.first, link.first + 1, { conceal = '' })
      mark(link.row, link.last - 1, link.last, { conceal = '' })
    end
  end
  written[buffer] = all
end

---@param buffer integer
function M.forget(buffer)
  written[buffer] = nil
end

--- The links of a page.
---@param buffer integer
---@return pygloss.Link[]
function M.links(buffer)
  return written[buffer == 0 and api.nvim_get_current_buf() or buffer] or {}
end

---@return pygloss.Link?
function M.link_at_cursor()
  local row, column = unpack(api.nvim_win_get_cursor(0))
  for _, link in ipairs(M.links(0)) do
    if link.row == row and link.first <= column and column < link.last then
      return link
    end
  end
end

--- Neovim ships no parser for Python. Without one the old syntax colours the examples, beside tree-sitter's Markdown.
---@param window integer
---@param buffer integer
local function colour_examples(window, buffer)
  if vim.treesitter.language.add('python') then
    return
  end
  api.nvim_buf_call(buffer, function()
    vim.cmd([[
      syntax clear
      syntax include @pyglossPython syntax/python.vim
      syntax region pyglossExample start=/^\s*```python$/ end=/^\s*```$/ keepend contains=@pyglossPython
    ]])
  end)
  -- Of a block's own colour nothing would show through.
  local own = '@markup.raw.block.markdown:PyglossExample'
  local others = vim.wo[window][0].winhighlight
  if not others:find(own, 1, true) then
    vim.wo[window][0].winhighlight = others == '' and own or others .. ',' .. own
  end
end

--- Gives a window and the page in it their looks.
---@param window integer
---@param buffer integer
function M.dress(window, buffer)
  api.nvim_set_hl(0, 'PyglossLink', { link = '@markup.link.label', default = true })
  vim.bo[buffer].filetype = 'markdown'
  local parsed = vim.treesitter.language.add('markdown') and pcall(vim.treesitter.start, buffer, 'markdown')
  if parsed and vim.g.syntax_on then
    colour_examples(window, buffer)
  end
  for option, value in pairs({
    wrap = true,
    linebreak = true,
    breakindent = true,
    smoothscroll = true,
    conceallevel = 2,
    concealcursor = 'nc',
    foldenable = false,
    number = false,
    relativenumber = false,
    signcolumn = 'no',
    foldcolumn = '0',
    statuscolumn = ' ',
    colorcolumn = '',
    cursorline = false,
    list = false,
    spell = false,
  }) do
    -- Of this window as long as it shows this buffer.
    vim.wo[window][0][option] = value
  end
end

return M
