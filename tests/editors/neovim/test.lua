-- pygloss in Neovim: hover, menu, page, edits. The configuration and the test of one real editor.
--
-- `run` starts it: `nvim --headless -u test.lua tour.py`, with PYGLOSS (the server's binary) and PID_FILE (where the server's process
-- id goes when all is well) in the environment. Prints one line a check, as TAP does. Ends with `:qa!` or, where a check failed, with `:cquit 1`.

local PYGLOSS = assert(vim.env.PYGLOSS, 'PYGLOSS is not set')
local PID_FILE = assert(vim.env.PID_FILE, 'PID_FILE is not set')
local CACHE = assert(vim.env.XDG_CACHE_HOME, 'XDG_CACHE_HOME is not set')

local common = dofile(vim.fs.joinpath(vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2)), 'common.lua'))
local check, equal, contains, wait = common.check, common.equal, common.contains, common.wait
local go, floats, notices = common.go, common.floats, common.notices

-- What a user writes into init.lua.
vim.lsp.config('pygloss', { cmd = { PYGLOSS, 'server' }, filetypes = { 'python' }, root_markers = { '.git' } })
vim.lsp.enable('pygloss')

--- Asks for the hover at the cursor and waits until Neovim opens a float or says that there is none. The float's window, or nil.
local function hover()
  common.forget_notices()
  vim.lsp.buf.hover()
  wait(function()
    return #floats() > 0 or #notices > 0
  end)
  return floats()[1]
end

--- Closes the float, which moving the cursor does for a user.
local function close(window)
  vim.api.nvim_win_close(window, true)
  assert(#floats() == 0, 'a float stays open')
end

--- Hovers over `at` (the cursor on its first character) and checks the float: `title`, and a sentence "Here: …" that names `here`.
local function check_hover(at, anchor, title, here)
  go(at)
  local source = vim.api.nvim_get_current_buf()
  local window = hover()
  if not check(('hovering over %s opens a float'):format(at), window ~= nil, 'a float', { notices = notices }) then
    return
  end
  local buffer = vim.api.nvim_win_get_buf(window)
  local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  local text = table.concat(lines, '\n')
  check('  its first line is the title', vim.startswith(lines[1], ('**%s**'):format(title)), ('**%s** …'):format(title), lines[1])
  local sentences = vim.tbl_filter(function(line)
    return line:find('Here: ', 1, true) ~= nil
  end, lines)
  check(
    '  it says what that does here',
    #sentences == 1 and sentences[1]:find(here, 1, true) ~= nil,
    ('one line "Here: …" with %s'):format(here),
    text
  )
  equal('  it is Markdown', 'markdown', vim.bo[buffer].filetype)
  check('  parsed by tree-sitter', vim.treesitter.highlighter.active[buffer] ~= nil, 'an active highlighter', vim.treesitter.highlighter.active)
  equal('  it is about the construct', { anchor }, common.marked(source, 'nvim.lsp.hover_range'))
  -- Parsing takes its time, in pieces between redraws.
  local seen
  local rendered = wait(function()
    seen = common.screen(window)
    return vim.startswith(vim.trim(seen), title .. ' ·') and not seen:find('`', 1, true) and not seen:find('](', 1, true)
  end)
  check('  and rendered', rendered, ('a screen that starts with "%s ·" and shows no mark-up'):format(title), seen)
  close(window)
end

local function test()
  local title = common.titles(PYGLOSS)
  local tour = vim.api.nvim_get_current_buf()

  -- The client.
  local client = common.attached(tour, 'pygloss')
  if not client then
    return
  end
  local offered = client.capabilities.general.positionEncodings
  local agreed = client.server_capabilities.positionEncoding
  check('the server names an encoding that was offered', vim.list_contains(offered, agreed), offered, agreed)
  equal('the client counts in it', agreed, client.offset_encoding)
  local children = vim.api.nvim_get_proc_children(vim.fn.getpid())
  check('one server runs', #children == 1, 'one process', vim.tbl_map(vim.api.nvim_get_proc, children))

  -- Hovers.
  check_hover('__slots__ =', '__slots__', title['dunder-slots'], 'Reading')
  check_hover('@functools.wraps', '@', title['decorator-with-arguments'], 'wrapper')
  check_hover('@classmethod', '@', title['decorator'], 'classmethod')
  check_hover('with self.lock:', 'with', title['with-statement'], 'self.lock')
  check_hover('yield f"{s.station', 'yield', title['yield-expression'], 'makes `lines` (line 116) a generator')
  go('journal = []')
  local window = hover()
  local said = window and vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false) or notices
  check('hovering over a plain name opens none', window == nil, 'no float', said)
  equal('  and Neovim says so', { 'No information available' }, said)
  if window then
    close(window)
  end

  -- Edits: lines above; typing, before the construct, of characters that each encoding counts differently; taking that back.
  vim.api.nvim_buf_set_text(tour, 0, 0, 0, 0, { '# Kraków 🐢', 'import this', '' })
  check_hover('__slots__ =', '__slots__', title['dunder-slots'], 'Reading')
  go('yield f"{warm.station')
  local before = vim.api.nvim_get_current_line()
  vim.api.nvim_feedkeys(vim.keycode('i"é🐢"; <Esc>'), 'xt', false)
  equal('typing before it works', (before:gsub('yield', '"é🐢"; yield', 1)), vim.api.nvim_get_current_line())
  check_hover('yield f"{warm.station', 'yield', title['yield-expression'], 'makes `lines` (line 130) a generator')
  vim.cmd('silent undo')
  go('yield f"{warm.station')
  equal('undoing works', before, vim.api.nvim_get_current_line())
  check_hover('yield f"{warm.station', 'yield', title['yield-expression'], 'makes `lines` (line 130) a generator')

  -- The menu, and the page.
  go('__slots__ =')
  local menu = common.menu(vim.lsp.buf.code_action)
  local wanted = 'Explain: ' .. title['dunder-slots']
  local labels = menu and menu.labels or {}
  if check('the menu offers to explain', vim.list_contains(labels, wanted), 'a menu with ' .. wanted, labels) then
    for i, label in ipairs(labels) do
      if label == wanted then
        menu.choose(menu.items[i], i)
      end
    end
    local opened = wait(function()
      return vim.api.nvim_get_current_buf() ~= tour
    end)
    if check('choosing it opens a page', opened, 'another buffer', { notices = notices }) then
      local name = vim.api.nvim_buf_get_name(0)
      local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
      check('  from the cache folder', vim.startswith(name, CACHE .. '/') and vim.uv.fs_stat(name) ~= nil, 'a file in ' .. CACHE, name)
      equal('  its first line is the title', '# ' .. title['dunder-slots'], lines[1])
      contains('  it says what that does here', '`Reading`', table.concat(lines, '\n'))
      equal('  it is Markdown', 'markdown', vim.bo.filetype)
      equal('  the edited file stays open', true, vim.api.nvim_buf_is_loaded(tour) and vim.bo[tour].modified)
    end
  end

  common.nothing_wrong()
  vim.fn.writefile({ tostring(children[1]) }, PID_FILE)
end

common.run(test)
