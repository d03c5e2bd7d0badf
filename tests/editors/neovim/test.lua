-- pygloss in Neovim: hover, menu, page, edits. The configuration and the test of one real editor.
--
-- `run` starts it: `nvim --headless -u test.lua tour.py`, with PYGLOSS (the server's binary) and PID_FILE (where the server's process
-- id goes when all is well) in the environment. Prints one line a check, as TAP does. Ends with `:qa!` or, where a check failed, with `:cquit 1`.

local PYGLOSS = assert(vim.env.PYGLOSS, 'PYGLOSS is not set')
local PID_FILE = assert(vim.env.PID_FILE, 'PID_FILE is not set')
local CACHE = assert(vim.env.XDG_CACHE_HOME, 'XDG_CACHE_HOME is not set')
local LIMIT = 15000 -- milliseconds that each wait may take

-- What a user writes into init.lua.
vim.lsp.config('pygloss', { cmd = { PYGLOSS, 'server' }, filetypes = { 'python' }, root_markers = { '.git' } })
vim.lsp.enable('pygloss')

local checks, failures = 0, 0

local function show(value)
  return type(value) == 'string' and value or vim.inspect(value)
end

local function comment(label, value)
  io.stdout:write(('#   %s: %s\n'):format(label, (show(value):gsub('\n', '\n#     '))))
end

local function check(name, good, expected, came)
  checks = checks + 1
  io.stdout:write(('%s - %s\n'):format(good and 'ok' or 'not ok', name))
  if not good then
    failures = failures + 1
    comment('expected', expected)
    comment('came', came)
  end
  io.stdout:flush()
  return good
end

local function equal(name, expected, came)
  return check(name, vim.deep_equal(expected, came), expected, came)
end

local function contains(name, expected, came)
  return check(name, type(came) == 'string' and came:find(expected, 1, true) ~= nil, 'something with ' .. show(expected), came)
end

--- Whether `condition` came true in time.
local function wait(condition)
  return (vim.wait(LIMIT, condition, 10))
end

-- What Neovim says to the user.
local notices = {}
vim.notify = function(message)
  table.insert(notices, message)
end

-- The menu of code actions.
local menu
vim.ui.select = function(items, options, choose)
  menu = { labels = vim.tbl_map(options.format_item, items), items = items, choose = choose }
end

--- Titles by id, as the binary has them: a better title breaks no test.
local function titles()
  local done = vim.system({ PYGLOSS, 'list', '--format', 'json' }, { text = true }):wait(LIMIT)
  assert(done.code == 0, done.stderr)
  local byid = {}
  for _, concept in ipairs(vim.json.decode(done.stdout)) do
    byid[concept.id] = concept.title
  end
  return byid
end

--- Puts the cursor where `text` first stands in the file.
local function go(text)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search('\\C\\V' .. text, 'cW') > 0, 'not in the file: ' .. text)
end

local function floats()
  return vim.tbl_filter(function(window)
    return vim.api.nvim_win_get_config(window).relative ~= ''
  end, vim.api.nvim_list_wins())
end

--- What the float shows on the screen, concealed text left out. Headless, Neovim composes no floats: it becomes a split.
local function screen(window)
  if vim.api.nvim_win_get_config(window).relative ~= '' then
    vim.api.nvim_win_set_config(window, { split = 'above', win = 0 })
  end
  vim.cmd.redraw()
  local info = vim.fn.getwininfo(window)[1]
  local rows = {}
  for row = info.winrow, info.winrow + info.height - 1 do
    local cells = {}
    for column = info.wincol, info.wincol + info.width - 1 do
      table.insert(cells, vim.fn.screenstring(row, column))
    end
    table.insert(rows, (table.concat(cells):gsub('%s+$', '')))
  end
  return table.concat(rows, '\n')
end

--- The text that Neovim highlights as what the hover is about.
local function highlighted(buffer)
  local namespace = vim.api.nvim_get_namespaces()['nvim.lsp.hover_range']
  local texts = {}
  for _, mark in ipairs(namespace and vim.api.nvim_buf_get_extmarks(buffer, namespace, 0, -1, { details = true }) or {}) do
    local text = vim.api.nvim_buf_get_text(buffer, mark[2], mark[3], mark[4].end_row, mark[4].end_col, {})
    table.insert(texts, table.concat(text, '\n'))
  end
  return texts
end

--- Asks for the hover at the cursor and waits until Neovim opens a float or says that there is none. The float's window, or nil.
local function hover()
  notices = {}
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
  check('  it says what that does here', #sentences == 1 and sentences[1]:find(here, 1, true) ~= nil, ('one line "Here: …" with %s'):format(here), text)
  equal('  it is Markdown', 'markdown', vim.bo[buffer].filetype)
  check('  parsed by tree-sitter', vim.treesitter.highlighter.active[buffer] ~= nil, 'an active highlighter', vim.treesitter.highlighter.active)
  equal('  it is about the construct', { anchor }, highlighted(source))
  -- Parsing takes its time, in pieces between redraws.
  local seen
  local rendered = wait(function()
    seen = screen(window)
    return vim.startswith(vim.trim(seen), title .. ' ·') and not seen:find('`', 1, true) and not seen:find('](', 1, true)
  end)
  check('  and rendered', rendered, ('a screen that starts with "%s ·" and shows no mark-up'):format(title), seen)
  close(window)
end

local function test()
  local title = titles()
  local tour = vim.api.nvim_get_current_buf()

  -- The client.
  local function client()
    return vim.lsp.get_clients({ bufnr = tour, name = 'pygloss' })[1]
  end
  local attached = wait(function()
    return client() ~= nil and client().initialized
  end)
  if not check('the client attaches', attached, 'an initialized client', { clients = vim.lsp.get_clients(), notices = notices, filetype = vim.bo.filetype }) then
    return
  end
  local offered = client().capabilities.general.positionEncodings
  local agreed = client().server_capabilities.positionEncoding
  check('the server names an encoding that was offered', vim.list_contains(offered, agreed), offered, agreed)
  equal('the client counts in it', agreed, client().offset_encoding)
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
  vim.lsp.buf.code_action()
  wait(function()
    return menu ~= nil
  end)
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

  -- Nothing went wrong unseen.
  equal('Neovim has no error to tell', '', vim.v.errmsg)
  local log = vim.lsp.log.get_filename()
  local complaints = vim.fn.filereadable(log) == 1 and vim.tbl_filter(function(line)
    return line:find('[ERROR]', 1, true) ~= nil or line:find('[WARN]', 1, true) ~= nil
  end, vim.fn.readfile(log)) or {}
  equal('its log of language servers neither', {}, complaints)
  vim.fn.writefile({ tostring(children[1]) }, PID_FILE)
end

local function main()
  local done, problem = xpcall(test, debug.traceback)
  if not done then
    check('the test runs to its end', false, 'no error', problem)
  end
  io.stdout:write(('# %d checks in Neovim %s, %d failed\n'):format(checks, tostring(vim.version()), failures))
  io.stdout:flush()
  vim.cmd(failures == 0 and 'qall!' or 'cquit 1')
end

vim.api.nvim_create_autocmd('VimEnter', {
  callback = function()
    vim.schedule(main)
  end,
})
