-- `:GlossConcepts`: the concepts in the file, as a location list or a menu.

local client = require('pygloss.client')

local api = vim.api

local M = {}

---@class pygloss.Found
---@field concept string
---@field title string
---@field level string
---@field area string
---@field name? string
---@field range lsp.Range
---@field construct lsp.Range
---@field here? string

---@class pygloss.Listing
---@field select? boolean A menu instead of the location list.
---@field mods? table The modifiers of the command.
---@field rows? [integer, integer] Only what stands in these rows, from 1.

---@param bufnr integer
---@param position lsp.Position
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return integer row From 1.
---@return integer column In bytes, from 1.
local function place(bufnr, position, encoding)
  local line = api.nvim_buf_get_lines(bufnr, position.line, position.line + 1, false)[1] or ''
  return position.line + 1, vim.str_byteindex(line, encoding, position.character, false) + 1
end

---@param found pygloss.Found
local function text(found)
  local here = found.here and found.here ~= vim.NIL and (': ' .. found.here) or ''
  return found.title .. here
end

---@param items vim.quickfix.entry[]
---@param window integer
---@param listing pygloss.Listing
local function choose(items, window, listing)
  vim.ui.select(items, {
    prompt = 'Concepts in this file',
    kind = 'pygloss.concept',
    format_item = function(item)
      return ('%d: %s'):format(item.lnum, item.text)
    end,
  }, function(item)
    if not item or not api.nvim_win_is_valid(window) then
      return
    end
    api.nvim_set_current_win(window)
    vim.cmd("normal! m'")
    if api.nvim_win_get_buf(window) ~= item.bufnr then
      api.nvim_win_set_buf(window, item.bufnr)
    end
    local last = api.nvim_buf_line_count(item.bufnr)
    api.nvim_win_set_cursor(window, { math.min(item.lnum, last), item.col - 1 })
    require('pygloss').explain({ concept = item.user_data.concept, mods = listing.mods })
  end)
end

---@param listing? pygloss.Listing
function M.list(listing)
  listing = listing or {}
  local bufnr, window = api.nvim_get_current_buf(), api.nvim_get_current_win()
  local ours = client.attached(bufnr)
  if not ours then
    return client.notify(client.why(bufnr))
  end
  client.ask(ours, 'pygloss/concepts', { uri = vim.uri_from_bufnr(bufnr) }, bufnr, function(answer)
    local items = {} ---@type vim.quickfix.entry[]
    for _, found in ipairs(answer or {}) do
      local row, column = place(bufnr, found.range.start, ours.offset_encoding)
      local last_row, last_column = place(bufnr, found.range['end'], ours.offset_encoding)
      if not listing.rows or (listing.rows[1] <= row and row <= listing.rows[2]) then
        table.insert(items, {
          bufnr = bufnr,
          lnum = row,
          col = column,
          end_lnum = last_row,
          end_col = last_column,
          text = text(found),
          user_data = { concept = found.concept },
        })
      end
    end
    if #items == 0 then
      local where = listing.rows and 'in these lines' or 'in this file'
      return client.notify('there is nothing to explain ' .. where, vim.log.levels.INFO)
    end
    if not api.nvim_win_is_valid(window) then
      return
    elseif listing.select then
      return choose(items, window, listing)
    end
    vim.fn.setloclist(window, {}, ' ', { title = 'Concepts in this file', items = items })
    api.nvim_set_current_win(window)
    vim.cmd.lopen({ mods = listing.mods })
  end)
end

return M
