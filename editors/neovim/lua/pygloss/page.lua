-- A page in a float or a split: where it opens, its keys, the way back. Each page is a buffer of its own that goes when no window shows it; what leads back
-- to it is kept as text. What a page looks like is in `look.lua`.

local config = require('pygloss.config')
local ask = require('pygloss.client')
local look = require('pygloss.look')

local api = vim.api

local M = {}

---@class pygloss.Page
---@field id string What its buffer is called.
---@field title string
---@field lines string[] What the server wrote, in Markdown.
---@field client integer The client whose server wrote it.
---@field back? pygloss.Page The page that led here.
---@field view? table Where the reader was on it, see |winsaveview()|.

---@class pygloss.How
---@field split? boolean In a split, whatever the options say.
---@field mods? table The modifiers of the command, as `smods` of |nvim_create_user_command()|.
---@field from? pygloss.Page The page with the link. When it is closed before the answer is there, nothing opens.

--- The page that each buffer shows.
---@type table<integer, pygloss.Page>
local pages = {}

---@param url string
local function browse(url)
  local _, problem = vim.ui.open(url)
  if problem then
    ask.notify(('cannot open %s: %s'):format(url, problem))
  end
end

--- Moves to the next link, or the one before; from the last to the first.
---@param forward boolean
local function move(forward)
  local row, column = unpack(api.nvim_win_get_cursor(0))
  local found = look.links(api.nvim_get_current_buf())
  if #found == 0 then
    return
  end
  local target = forward and found[1] or found[#found]
  for i = forward and 1 or #found, forward and #found or 1, forward and 1 or -1 do
    local link = found[i]
    local is_after = link.row > row or (link.row == row and link.first > column)
    local is_before = link.row < row or (link.row == row and link.first < column)
    if (forward and is_after) or (not forward and is_before) then
      target = link
      break
    end
  end
  vim.cmd("normal! m'")
  api.nvim_win_set_cursor(0, { target.row, target.first })
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
  look.write(buffer, page.lines)
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].modifiable = false
  map_keys(buffer)
  api.nvim_create_autocmd('BufWipeout', {
    buffer = buffer,
    callback = function()
      pages[buffer] = nil
      look.forget(buffer)
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
  look.dress(window, buffer)
  if is_float(window) then
    local keys = page.back and ' <CR> follow · <BS> back · q close ' or ' <CR> follow · q close '
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
  local opened, result = pcall(float and open_float or open_split, empty, mods)
  if not opened then
    api.nvim_buf_delete(empty, { force = true })
    return ask.notify('cannot open a window: ' .. tostring(result))
  end
  vim.cmd.stopinsert()
  show(result, page)
end

--- The page in the current window.
---@return pygloss.Page?
function M.current()
  return pages[api.nvim_get_current_buf()]
end

--- Follows the link at the cursor: to a concept in place, to the web in the browser.
function M.follow()
  local link = look.link_at_cursor()
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
  local link = look.link_at_cursor()
  if link and link.url then
    return browse(link.url)
  elseif link then
    return M.follow()
  end
  for _, other in ipairs(look.links(0)) do
    if other.is_docs then
      return browse(other.url)
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
