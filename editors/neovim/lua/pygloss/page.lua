-- A page in a float or a split: how it looks, the links in it, the way back. Each page is a buffer of its own that goes when no window shows it; what leads
-- back to it is kept as text.

local config = require('pygloss.config')
local ask = require('pygloss.client')

local api = vim.api

local M = {}

---@class pygloss.Page
---@field id string What its buffer is called.
---@field title string
---@field lines string[]
---@field client integer The client whose server wrote it.
---@field back? pygloss.Page The page that led here.
---@field view? table Where the reader was on it, see |winsaveview()|.

---@class pygloss.How
---@field split? boolean In a split, whatever the options say.
---@field mods? table The modifiers of the command, as `smods` of |nvim_create_user_command()|.
---@field from? pygloss.Page The page with the link. When it is closed before the answer is there, nothing opens.

---@class pygloss.Link
---@field first integer Its first and last byte in the line, from 1.
---@field last integer
---@field concept? string
---@field url? string

--- The page that each buffer shows.
---@type table<integer, pygloss.Page>
local pages = {}

--- The links of a line of Markdown. Pages have links to concepts (`[Slots](dunder-slots.md)`) and to the web, none of which is broken over two lines.
---@param line string
---@return pygloss.Link[]
local function links(line)
  local found = {} ---@type pygloss.Link[]
  local at = 1
  while true do
    -- A label may have brackets of its own.
    local first, last, target = line:find('%b[]%(([^%s()]+)%)', at)
    if not first then
      break
    end
    local concept, url = target:match('^([%w_-]+)%.md$'), target:match('^https?://.+$')
    if concept or url then
      table.insert(found, { first = first, last = last, concept = concept, url = url })
    end
    at = (concept or url) and last + 1 or first + 1
  end
  for first, url, last in line:gmatch('()<(https?://[^%s<>]+)>()') do
    table.insert(found, { first = first, last = last - 1, url = url })
  end
  table.sort(found, function(one, other)
    return one.first < other.first
  end)
  return found
end

---@return pygloss.Link?
local function link_at_cursor()
  local column = api.nvim_win_get_cursor(0)[2] + 1
  for _, link in ipairs(links(api.nvim_get_current_line())) do
    if link.first <= column and column <= link.last then
      return link
    end
  end
end

---@param url string
local function browse(url)
  local _, problem = vim.ui.open(url)
  if problem then
    ask.notify(('cannot open %s: %s'):format(url, problem))
  end
end

--- Moves to the next link, or the one before.
---@param forward boolean
local function move(forward)
  local row, column = unpack(api.nvim_win_get_cursor(0))
  local count = api.nvim_buf_line_count(0)
  for step = 0, count do
    local there = (row - 1 + (forward and step or -step)) % count + 1
    local found = links(vim.fn.getline(there))
    for i = forward and 1 or #found, forward and #found or 1, forward and 1 or -1 do
      local start = found[i].first - 1
      -- The line of the cursor comes twice: what is ahead of it first, all of it in the end.
      local ahead = step > 0 or (forward and start > column) or (not forward and start < column)
      if ahead then
        vim.cmd("normal! m'")
        return api.nvim_win_set_cursor(0, { there, start })
      end
    end
  end
end

--- The size of a float: the options' width, and as high as the page or the options allow.
---@param window integer
---@param high? integer
local function place_float(window, high)
  local options = config.read()
  local function size(wanted, whole)
    local cells = wanted <= 1 and math.floor(wanted * whole) or math.floor(wanted)
    return math.max(1, math.min(cells, whole - 2))
  end
  local columns, lines = vim.o.columns, vim.o.lines - vim.o.cmdheight
  local width = size(options.width, columns)
  local height = math.min(size(options.height, lines), high or math.huge)
  api.nvim_win_set_config(window, {
    relative = 'editor',
    width = width,
    height = height,
    row = math.max(0, math.floor((lines - height) / 2) - 1),
    col = math.max(0, math.floor((columns - width) / 2) - 1),
  })
end

---@param window integer
local function is_float(window)
  return api.nvim_win_get_config(window).relative ~= ''
end

--- Makes a float as high as its page needs.
---@param window integer
local function fit(window)
  place_float(window)
  place_float(window, math.max(1, api.nvim_win_text_height(window, {}).all))
end

--- Neovim ships no parser for Python. Without one the old syntax colours the examples, beside tree-sitter's Markdown.
---@param buffer integer
local function colour_examples(buffer)
  if vim.treesitter.language.add('python') then
    return
  end
  api.nvim_buf_call(buffer, function()
    vim.cmd([[
      syntax clear
      syntax include @pyglossPython syntax/python.vim
      syntax region pyglossExample start=/^```python$/ end=/^```$/ keepend contains=@pyglossPython
    ]])
  end)
end

---@param buffer integer
local function highlight(buffer)
  vim.bo[buffer].filetype = 'markdown'
  local parsed = vim.treesitter.language.add('markdown') and pcall(vim.treesitter.start, buffer, 'markdown')
  if parsed and vim.g.syntax_on then
    colour_examples(buffer)
  end
end

---@param buffer integer
local function map_keys(buffer)
  local function map(keys, action, description)
    for _, key in ipairs(keys) do
      vim.keymap.set('n', key, action, { buffer = buffer, nowait = true, silent = true, desc = description })
    end
  end
  map({ '<CR>', 'gd', '<C-]>', '<2-LeftMouse>' }, M.follow, 'Follow the link at the cursor')
  map({ '<C-o>', '<BS>', '<C-t>' }, M.back, 'Go back to the page before')
  map({ '<Tab>' }, function()
    move(true)
  end, 'Next link')
  map({ '<S-Tab>' }, function()
    move(false)
  end, 'Previous link')
  map({ 'gx' }, M.browse, 'Open the link at the cursor, or the documentation of the page')
  map({ 'q' }, M.close, 'Close the page')
end

---@param page pygloss.Page
---@return integer
local function make_buffer(page)
  local buffer = api.nvim_create_buf(false, true)
  pages[buffer] = page
  local name = 'pygloss://' .. page.id
  if vim.fn.bufexists(name) == 1 then
    name = ('pygloss://%d/%s'):format(buffer, page.id)
  end
  api.nvim_buf_set_name(buffer, name)
  api.nvim_buf_set_lines(buffer, 0, -1, false, page.lines)
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].modifiable = false
  map_keys(buffer)
  api.nvim_create_autocmd('BufWipeout', {
    buffer = buffer,
    callback = function()
      pages[buffer] = nil
      vim.schedule(function()
        for _, other in pairs(pages) do
          if other.client == page.client then
            return
          end
        end
        ask.release(page.client)
      end)
    end,
  })
  return buffer
end

--- Shows a page in a window, in place of what it shows.
---@param window integer
---@param page pygloss.Page
local function show(window, page)
  local buffer = make_buffer(page)
  api.nvim_win_set_buf(window, buffer)
  highlight(buffer)
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
  if is_float(window) then
    local keys = page.back and ' <BS> back · q close ' or ' <CR> follow · q close '
    if api.nvim_win_get_config(window).border then
      api.nvim_win_set_config(window, { title = (' %s '):format(page.title), title_pos = 'center', footer = keys, footer_pos = 'right' })
    end
    fit(window)
  end
  api.nvim_win_call(window, function()
    vim.fn.winrestview(page.view or { lnum = 1, col = 0, topline = 1 })
  end)
end

---@param buffer integer
---@return integer
local function open_float(buffer)
  local border = config.read().border
  if border == nil and vim.o.winborder == '' then
    border = 'rounded'
  end
  local window = api.nvim_open_win(buffer, true, { relative = 'editor', row = 0, col = 0, width = 1, height = 1, border = border })
  local group = api.nvim_create_augroup('pygloss.float.' .. window, {})
  api.nvim_create_autocmd('VimResized', {
    group = group,
    callback = function()
      if api.nvim_win_is_valid(window) then
        fit(window)
      end
    end,
  })
  api.nvim_create_autocmd('WinClosed', {
    group = group,
    pattern = tostring(window),
    callback = function()
      api.nvim_del_augroup_by_id(group)
    end,
  })
  return window
end

--- Whether the command was given a place: `:vertical`, `:tab`, `:botright` and so on.
---@param mods table
local function is_placed(mods)
  return mods.vertical or mods.horizontal or (mods.tab or -1) >= 0 or (mods.split or '') ~= ''
end

---@param buffer integer
---@param mods table
---@return integer
local function open_split(buffer, mods)
  vim.cmd({ cmd = 'sbuffer', args = { tostring(buffer) }, mods = mods })
  return api.nvim_get_current_win()
end

--- A window of this tab page that shows a page already, of the kind that is wanted.
---@param float boolean
---@return integer?
local function window_at_hand(float)
  local current = api.nvim_get_current_win()
  if pages[api.nvim_win_get_buf(current)] then
    return current
  end
  for _, window in ipairs(api.nvim_tabpage_list_wins(0)) do
    if pages[api.nvim_win_get_buf(window)] and is_float(window) == float then
      return window
    end
  end
end

--- Opens a page: where a page is open already, in its place, with a way back.
---@param page pygloss.Page
---@param how? pygloss.How
function M.open(page, how)
  how = how or {}
  if how.from and not vim.list_contains(vim.tbl_values(pages), how.from) then
    return
  end
  local mods = how.mods or {}
  local kind = config.read().window
  local placed = is_placed(mods)
  local float = kind == 'float' and not how.split and not placed
  local window = not placed and window_at_hand(float) or nil
  if window then
    local before = pages[api.nvim_win_get_buf(window)]
    before.view = api.nvim_win_call(window, vim.fn.winsaveview)
    page.back = before
    api.nvim_set_current_win(window)
    return show(window, page)
  end
  if not placed and kind ~= 'float' then
    mods = { vertical = kind == 'vsplit' or nil, tab = kind == 'tab' and vim.fn.tabpagenr() or nil }
  end
  -- An empty buffer makes the window; it goes when the page is shown.
  local empty = api.nvim_create_buf(false, true)
  vim.bo[empty].bufhidden = 'wipe'
  local from = api.nvim_get_current_win()
  window = float and open_float(empty) or open_split(empty, mods)
  if not api.nvim_win_is_valid(window) or (window == from and not float) then
    return ask.notify('there is no room for another window')
  end
  show(window, page)
end

--- The page in the current window.
---@return pygloss.Page?
function M.current()
  return pages[api.nvim_get_current_buf()]
end

--- Follows the link at the cursor: to a concept in place, to the web in the browser.
function M.follow()
  local link = link_at_cursor()
  if not link then
    return ask.notify('no link at the cursor; <Tab> moves to the next', vim.log.levels.INFO)
  elseif link.url then
    return browse(link.url)
  end
  require('pygloss').explain({ concept = link.concept, from = M.current() })
end

--- Goes back to the page that led here.
function M.back()
  local page = M.current()
  if not page then
    return
  elseif not page.back then
    return ask.notify('this is the first page', vim.log.levels.INFO)
  end
  show(api.nvim_get_current_win(), page.back)
end

--- Opens the link at the cursor in the browser; away from links, the documentation that the page names.
function M.browse()
  local link = link_at_cursor()
  if link and link.url then
    return browse(link.url)
  elseif link then
    return M.follow()
  end
  local lines = api.nvim_buf_get_lines(0, 0, -1, false)
  for i = #lines, 1, -1 do
    local url = lines[i]:match('^%- [%a ]+: <(https?://[^%s<>]+)>$')
    if url then
      return browse(url)
    end
  end
  ask.notify('no link at the cursor', vim.log.levels.INFO)
end

--- Closes the page.
function M.close()
  if not pcall(api.nvim_win_close, 0, true) then
    -- The last window of all cannot be closed.
    vim.cmd.bwipeout()
  end
end

return M
