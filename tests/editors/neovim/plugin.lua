-- The plugin in Neovim as a user has it: a package in the data folder, `vim.lsp.enable` in init.lua, beside another real server.
--
-- `run` starts it: `nvim --headless -S plugin.lua tour.py`, with PYGLOSS (the server's binary), JEDI (jedi-language-server) and PID_FILE in the environment.

local PYGLOSS = assert(vim.env.PYGLOSS, 'PYGLOSS is not set')
local PID_FILE = assert(vim.env.PID_FILE, 'PID_FILE is not set')

local common = dofile(vim.fs.joinpath(vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2)), 'common.lua'))
local check, equal, contains, wait = common.check, common.equal, common.contains, common.wait
local go, floats, notices, notice, press = common.go, common.floats, common.notices, common.notice, common.press

local title ---@type table<string, string>
local tour, code ---@type integer, integer

-- What the browser would be asked to open.
local opened = {}
vim.ui.open = function(url)
  table.insert(opened, url)
  return nil, nil
end

--- The window of the page, or nil.
local function page_window()
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.startswith(vim.api.nvim_buf_get_name(vim.api.nvim_win_get_buf(window)), 'pygloss://') then
      return window
    end
  end
end

local function heading(window)
  return window and vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, 1, false)[1] or nil
end

--- Runs `action`, and waits until a window shows the page of that title. The window, or nil.
local function page(name, action, wanted)
  common.forget_notices()
  action()
  wait(function()
    return heading(page_window()) == '# ' .. wanted or #notices > 0
  end)
  local window = page_window()
  local good = heading(window) == '# ' .. wanted
  check(name, good, 'a page "# ' .. wanted .. '"', { first = heading(window), notices = notices })
  return good and window or nil
end

--- Closes the page by its key.
local function close()
  press('q')
  assert(not page_window(), 'a page stays open')
  assert(vim.api.nvim_get_current_win() == code, 'the code is not in focus')
end

local function test_start()
  equal('a command is there', 2, vim.fn.exists(':Gloss'))
  equal(
    'and nothing but what watches the server is loaded',
    {},
    vim.tbl_filter(function(name)
      return vim.startswith(name, 'pygloss') and name ~= 'pygloss.client'
    end, vim.tbl_keys(package.loaded))
  )
end

local function test_page()
  go('__slots__ =')
  local window = page(':Gloss opens the page of what stands at the cursor', function()
    vim.cmd('Gloss')
  end, title['dunder-slots'])
  if not window then
    return
  end
  local buffer = vim.api.nvim_win_get_buf(window)
  local config = vim.api.nvim_win_get_config(window)
  equal('  in a float in the middle', 'editor', config.relative)
  equal('  with the cursor in it', window, vim.api.nvim_get_current_win())
  equal('  titled', ' ' .. title['dunder-slots'] .. ' ', config.title[1][1])
  equal('  that has a border', 8, #config.border)
  contains('  it says what that does here', '`Reading`', common.text(window))
  equal('  it is Markdown', 'markdown', vim.bo[buffer].filetype)
  check('  parsed by tree-sitter', vim.treesitter.highlighter.active[buffer] ~= nil, 'an active highlighter', nil)
  equal('  it cannot be changed', false, vim.bo[buffer].modifiable)
  equal('  no server is attached to it', {}, vim.lsp.get_clients({ bufnr = buffer }))

  -- An example in Python is coloured, with no parser for Python here.
  local example = vim.fn.search('^class ', 'nw')
  check(
    '  its examples are coloured',
    example > 0 and vim.fn.synIDattr(vim.fn.synID(example, 1, 1), 'name') == 'pythonStatement',
    'pythonStatement',
    {
      line = vim.fn.getline(example),
      group = vim.fn.synIDattr(vim.fn.synID(example, 1, 1), 'name'),
    }
  )

  -- Links: along them, into one, back.
  press('<Tab>')
  local link = require('pygloss.look').link_at_cursor()
  local linked = link and link.concept
  if check('  <Tab> goes to a link', linked ~= nil and title[linked] ~= nil, 'a link to a concept', link) then
    check('  whose target is not in the text', not common.text(window):find(linked .. '.md', 1, true), 'no ' .. linked .. '.md', common.text(window))
    local at = vim.api.nvim_win_get_cursor(0)
    page('  <CR> follows it', function()
      press('<CR>')
    end, title[linked])
    equal('    in the same window', window, page_window())
    equal('    that has the new title', ' ' .. title[linked] .. ' ', vim.api.nvim_win_get_config(window).title[1][1])
    equal('    the page before is gone as a buffer', false, vim.api.nvim_buf_is_valid(buffer))
    page('  <BS> goes back', function()
      press('<BS>')
    end, title['dunder-slots'])
    equal('    to where the cursor was', at, vim.api.nvim_win_get_cursor(window))
    contains('    to the page of this code', '`Reading`', common.text(window))
    page('  gd follows it too', function()
      press('gd')
    end, title[linked])
    page('  CTRL-O goes back too', function()
      press('<C-o>')
    end, title['dunder-slots'])
    page('  and CTRL-] follows', function()
      press('<C-]>')
    end, title[linked])
    press('<C-o>')
    equal(
      '  the first page has nothing before it',
      'pygloss: this is the first page',
      notice(function()
        press('<BS>')
      end)
    )
    press('<S-Tab>')
    check('  <S-Tab> goes to the last link', vim.fn.line('.') > at[1], 'a row below', vim.fn.line('.'))
  end

  -- The documentation.
  go('https://docs')
  press('gx')
  contains('  gx opens the link at the cursor', 'https://docs.python.org/3/', opened[1])
  vim.api.nvim_win_set_cursor(window, { 1, 0 })
  press('gx')
  equal('  and away from links the documentation', opened[1], opened[2])
  equal(
    '  <CR> away from links says so',
    'pygloss: no link at the cursor; <Tab> moves to the next',
    notice(function()
      press('<CR>')
    end)
  )

  -- What the screen shows.
  local seen
  local rendered = wait(function()
    seen = common.screen(window)
    return seen:find('Reading', 1, true) ~= nil and not seen:find('`', 1, true) and not seen:find('](', 1, true)
  end)
  check('  it is rendered', rendered, 'a screen without mark-up', seen)
  close()
end

local function test_placing()
  go('with self.lock')
  local wanted = title['with-statement']
  local window = page(':Gloss! opens a split', function()
    vim.cmd('Gloss!')
  end, wanted)
  equal('  that is no float', '', window and vim.api.nvim_win_get_config(window).relative)
  close()
  window = page(':vertical Gloss opens it beside', function()
    vim.cmd('vertical Gloss')
  end, wanted)
  check(
    '  not above',
    window and vim.api.nvim_win_get_width(window) < vim.o.columns,
    'a narrow window',
    window and vim.api.nvim_win_get_width(window)
  )
  equal('  and wraps there alone', { true, false }, { vim.wo[window].linebreak, vim.wo[code].linebreak })
  vim.api.nvim_set_current_win(code)
  go('__slots__ =')
  page('  the next page opens in its place', function()
    vim.cmd('Gloss!')
  end, title['dunder-slots'])
  equal('    in the same window', window, page_window())
  close()
  page(':tab Gloss opens a tab page', function()
    vim.cmd('tab Gloss')
  end, title['dunder-slots'])
  equal('  of its own', 2, #vim.api.nvim_list_tabpages())
  close()
  require('pygloss').setup({ window = 'vsplit', width = 0 })
  equal('a wrong option is told in one line', 'pygloss: setup: `width` must be a number above 0, not 0', notices[1])
  window = page('  and the others count', function()
    vim.cmd('Gloss')
  end, title['dunder-slots'])
  check('  as a split beside', window and vim.api.nvim_win_get_width(window) < vim.o.columns, 'a narrow window', nil)
  close()
  require('pygloss').setup()
end

local function test_concept()
  vim.fn.search('^$', 'cw')
  contains(
    'where nothing is to be explained, the server says so in one line',
    'nothing to explain here',
    notice(function()
      vim.cmd('Gloss')
    end)
  )
  page(':Gloss takes an id', function()
    vim.cmd('Gloss dunder-slots')
  end, title['dunder-slots'])
  check('  the page is not about this code', not common.text(page_window()):find('Reading', 1, true), 'no `Reading`', common.text(page_window()))
  close()
  -- The program's list comes while Neovim goes on.
  local completed
  local listed = wait(function()
    completed = vim.fn.getcompletion('Gloss dunder-sl', 'cmdline')
    return #completed > 0
  end)
  check('ids are completed', listed and vim.deep_equal(completed, { 'dunder-slots' }), { 'dunder-slots' }, completed)
  local word, rest = title['with-statement']:match('^(%S+)%s+(%S.*)$')
  completed = vim.fn.getcompletion('Gloss ' .. word, 'cmdline')
  check('and titles', vim.list_contains(completed, title['with-statement']), title['with-statement'], completed)
  completed = vim.fn.getcompletion(('Gloss %s %s'):format(word, rest:sub(1, 2)), 'cmdline')
  check('  from their second word on', vim.list_contains(completed, rest), rest, completed)
  page(':Gloss takes a title', function()
    vim.cmd('Gloss ' .. title['with-statement']:lower())
  end, title['with-statement'])
  close()
  completed = vim.fn.getcompletion('Gloss __slo', 'cmdline')
  equal('names are completed', '__slots__', completed[1])
  page(':Gloss takes a name', function()
    vim.cmd('Gloss __slots__')
  end, title['dunder-slots'])
  close()
  contains(
    'an unknown one is told with what is near',
    'dunder-slots',
    notice(function()
      vim.cmd('Gloss dunder-slot')
    end)
  )
end

local function test_plainer()
  go('with self.lock')
  common.forget_notices()
  vim.cmd('GlossPlain')
  wait(function()
    return page_window() ~= nil or #notices > 0
  end)
  local window = page_window()
  if check(':GlossPlain opens a page', window ~= nil, 'a page', notices) then
    contains('  with what `with` stands for', '_exit(', common.text(window))
    close()
  end
  go('journal = []')
  contains(
    'where nothing is plainer, the server says so',
    'nothing here stands for something plainer',
    notice(function()
      vim.cmd('GlossPlain')
    end)
  )
end

local function test_list()
  local function list()
    return vim.fn.getloclist(code, { items = true, title = true, winid = true })
  end
  vim.cmd('GlossConcepts')
  wait(function()
    return list().winid ~= 0
  end)
  local found = list()
  equal(':GlossConcepts opens a location list', 'Concepts in this file', found.title)
  local row = vim.api.nvim_win_call(code, function()
    return vim.fn.search('\\C\\V__slots__ =', 'nw')
  end)
  local slots = vim.tbl_filter(function(item)
    return item.lnum == row and vim.startswith(item.text, title['dunder-slots'])
  end, found.items)
  if check('  with what stands where', #slots == 1, 'one entry for __slots__', found.items[1]) then
    equal('    at its place', { 5, 14 }, { slots[1].col, slots[1].end_col })
    contains('    and what it does there', 'Reading', slots[1].text)
  end
  local rows = vim.tbl_map(function(item)
    return item.lnum
  end, found.items)
  local sorted = vim.deepcopy(rows)
  table.sort(sorted)
  equal('  in the order of the text', sorted, rows)
  vim.cmd.lclose()
  vim.api.nvim_set_current_win(code)

  vim.cmd(('%d,%dGlossConcepts'):format(row, row))
  wait(function()
    return list().winid ~= 0
  end)
  local lines = vim.tbl_map(function(item)
    return item.lnum
  end, list().items)
  check('  a range keeps to its lines', #lines > 0 and #lines < #rows and vim.iter(lines):all(function(line)
    return line == row
  end), 'entries of row ' .. row, lines)
  vim.cmd.lclose()
  vim.api.nvim_set_current_win(code)

  local menu = common.menu(function()
    vim.cmd('GlossConcepts!')
  end)
  if check(':GlossConcepts! is a menu', menu ~= nil and #menu.items == #rows, #rows .. ' rows', menu and #menu.items) then
    for i, item in ipairs(menu.items) do
      if item.lnum == row and vim.startswith(item.text, title['dunder-slots']) then
        local window = page('  choosing one opens its page', function()
          menu.choose(item, i)
        end, title['dunder-slots'])
        contains('    of this code', '`Reading`', window and common.text(window))
        close()
        equal('    with the cursor at its place', { row, 4 }, vim.api.nvim_win_get_cursor(code))
        break
      end
    end
  end
end

local function test_digests()
  go('__slots__ =')
  local row = vim.api.nvim_win_get_cursor(code)[1]
  local name = '`' .. vim.fs.basename(vim.api.nvim_buf_get_name(tour)) .. '`'
  local lines = ('Lines %d to %d of %s'):format(row - 1, row + 1, name)
  local window = page(':Gloss with a range explains its lines', function()
    vim.cmd(('%d,%dGloss'):format(row - 1, row + 1))
  end, lines)
  if window then
    local text = common.text(window)
    contains('  it says what stands there', title['dunder-slots'], text)
    contains('  and what that does here', '`Reading`', text)
    page('  its links lead on', function()
      press('<Tab><CR>')
    end, text:match('| %-%-%- |\n| (.-) |') or 'a table with a row')
    page('  and back', function()
      press('<BS>')
    end, lines)
    close()
  end
  -- As a reader does it: select by the keyboard, type a colon.
  if page("  so does :'<,'>Gloss", function()
    vim.api.nvim_win_set_cursor(code, { row - 1, 0 })
    press('Vjj:Gloss<CR>')
  end, lines) then
    close()
  end
  local empty = vim.fn.search('^$', 'nw')
  local text = notice(function()
    vim.cmd(('%d,%dGloss'):format(empty, empty))
  end)
  contains('  where there is nothing, that is said', 'nothing is selected', text)
  if page(':GlossFile explains the file', function()
    vim.cmd('GlossFile')
  end, name) then
    contains('  with its advanced concepts first', 'The advanced ones', common.text(page_window()))
    close()
  end
end

local function test_workspace()
  local root = vim.lsp.get_clients({ name = 'pygloss' })[1].root_dir
  if not root then
    contains(
      ':GlossWorkspace says that there is no folder',
      'there is no folder open',
      notice(function()
        vim.cmd('GlossWorkspace')
      end)
    )
    return
  end
  local kinds = {}
  local watcher = vim.api.nvim_create_autocmd('LspProgress', {
    callback = function(event)
      table.insert(kinds, event.data.params.value.kind)
    end,
  })
  local window = page(':GlossWorkspace explains the workspace', function()
    vim.cmd('GlossWorkspace')
  end, '`' .. vim.fs.basename(root) .. '`')
  vim.api.nvim_del_autocmd(watcher)
  equal('  and tells how far it is', { 'begin', 'end' }, { kinds[1], kinds[#kinds] })
  if window then
    contains('  it says where a concept is first', 'first at', common.text(window))
    close()
  end
  contains(
    '  :GlossWorkspace! has nothing to end then',
    'nothing is under way',
    notice(function()
      vim.cmd('GlossWorkspace!')
    end)
  )
end

local function test_actions()
  for _, try in ipairs({
    { at = '__slots__ =', label = 'Explain: ' .. title['dunder-slots'], shows = '`Reading`' },
    { at = 'with self.lock', label = 'Show in plainer Python', shows = '_exit(' },
  }) do
    go(try.at)
    local menu = common.menu(vim.lsp.buf.code_action)
    local chosen
    for i, label in ipairs(menu and menu.labels or {}) do
      if vim.startswith(label, try.label) then
        chosen = i
      end
    end
    if check(('the menu offers "%s"'):format(try.label), chosen ~= nil, try.label, menu and menu.labels) then
      menu.choose(menu.items[chosen], chosen)
      wait(function()
        return page_window() ~= nil
      end)
      if
        check('  choosing it opens a page in place', page_window() ~= nil, 'a page', { notices = notices, buffer = vim.api.nvim_buf_get_name(0) })
      then
        contains('    of this code', try.shows, common.text(page_window()))
        close()
      end
    end
  end
end

--- Runs `action`, and waits for a float or a notice. The float's text, or the notice.
local function float(action)
  common.forget_notices()
  action()
  wait(function()
    return #floats() > 0 or #notices > 0
  end)
  return floats()[1] and common.text(floats()[1]) or notices[1]
end

local function close_floats()
  for _, window in ipairs(floats()) do
    vim.api.nvim_win_close(window, true)
  end
end

local function test_hover()
  vim.lsp.config('jedi', { cmd = { assert(vim.env.JEDI) }, filetypes = { 'python' }, root_markers = { '.git' } })
  vim.lsp.enable('jedi')
  local jedi = common.attached(tour, 'jedi')
  if not jedi then
    return
  end
  go('with self.lock')
  local heading_of_ours = '**' .. title['with-statement'] .. '**'
  local said = float(vim.lsp.buf.hover)
  contains('K beside another server shows our tip', heading_of_ours, said)
  contains('  below our name', '# pygloss', said)
  contains('  and what the other says below its own', '# jedi', said)
  close_floats()
  said = float(function()
    press('<Plug>(pygloss-hover)')
  end)
  check('<Plug>(pygloss-hover) shows our tip', vim.startswith(said, heading_of_ours), heading_of_ours, said)
  check('  alone', not said:find('# jedi', 1, true), 'nothing of jedi', said)
  equal('  and marks what it is about', { 'with' }, common.marked(tour, 'pygloss.hover'))
  press('<Plug>(pygloss-hover)')
  local entered = wait(function()
    return vim.api.nvim_get_current_win() == floats()[1]
  end)
  check('  a second time it enters the float', entered, floats(), vim.api.nvim_get_current_win())
  page('  where <CR> opens the page', function()
    press('<CR>')
  end, title['with-statement'])
  close()
  equal('  and nothing is marked any more', {}, common.marked(tour, 'pygloss.hover'))
  go('journal = []')
  equal(
    'where there is nothing to say it says so',
    'pygloss: there is nothing to explain here',
    float(function()
      press('<Plug>(pygloss-hover)')
    end)
  )
  page('<Plug>(pygloss-explain) opens the page', function()
    go('with self.lock')
    press('<Plug>(pygloss-explain)')
  end, title['with-statement'])
  close()
end

--- Whether the tip at the cursor is its title line alone.
local function is_short(client)
  local answer = client:request_sync('textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding), common.LIMIT, tour)
  local text = vim.tbl_get(answer or {}, 'result', 'contents', 'value')
  return type(text) == 'string' and not vim.trim(text):find('\n', 1, true)
end

local function test_know(client)
  go('with self.lock')
  check('a tip explains', not is_short(client), 'several lines', nil)
  vim.cmd('GlossKnow')
  check(
    ':GlossKnow makes it a line',
    wait(function()
      return is_short(client)
    end),
    'one line',
    notices
  )
  local menu = common.menu(vim.lsp.buf.code_action)
  local chosen
  for i, label in ipairs(menu and menu.labels or {}) do
    if vim.startswith(label, 'Explain again: ' .. title['with-statement']) then
      chosen = i
    end
  end
  if check('  the menu offers "Explain again"', chosen ~= nil, 'Explain again', menu and menu.labels) then
    menu.choose(menu.items[chosen], chosen)
    check(
      '  which brings the tip back',
      wait(function()
        return not is_short(client)
      end),
      'several lines',
      notices
    )
  end
  vim.cmd('GlossKnow')
  wait(function()
    return is_short(client)
  end)
  vim.cmd('GlossKnow!')
  check(
    ':GlossKnow! brings it back too',
    wait(function()
      return not is_short(client)
    end),
    'several lines',
    notices
  )
end

local function test_settings()
  local gloss = require('pygloss')
  local function tip()
    go('__slots__ =')
    local text = float(gloss.hover)
    close_floats()
    return text
  end
  local brief = tip()
  gloss.settings({ ignore = { 'dunder-slots' } })
  contains('a setting holds at once', 'nothing to explain here', tip())
  gloss.settings({ ignore = {}, hover = { detail = 'full' } })
  check('  and another', #tip() > #brief, 'more than ' .. brief, tip())
  gloss.settings({ hover = { detail = 'brief' } })
  equal('  and back', brief, tip())

  gloss.settings({ codeLens = true })
  local lenses = {}
  wait(function()
    vim.lsp.codelens.refresh({ bufnr = tour })
    vim.wait(200, function()
      lenses = vim.lsp.codelens.get(tour)
      return #lenses > 0
    end, 10)
    return #lenses > 0
  end)
  if check('code lenses appear when they are asked for', #lenses > 0, 'lenses', lenses) then
    vim.api.nvim_win_set_cursor(code, { lenses[1].range.start.line + 1, 0 })
    common.forget_notices()
    vim.lsp.codelens.run()
    wait(function()
      return page_window() ~= nil
    end)
    check('  and running one opens a page', page_window() ~= nil, 'a page', { notices = notices, lens = lenses[1] })
    close()
  end
  gloss.settings({ codeLens = false })
end

--- What `:checkhealth pygloss` says.
local function health()
  vim.cmd('checkhealth pygloss')
  local text = common.text(0)
  vim.cmd.close()
  return text
end

local function test_health()
  local said = health()
  for _, wanted in ipairs({
    'OK Neovim ' .. tostring(vim.version()),
    'OK Parsers for Markdown',
    'OK pygloss ',
    PYGLOSS,
    ('OK %d concepts'):format(vim.tbl_count(title)),
    'OK Enabled',
    'attached to tour.py',
    'OK It answers with pages',
    'tour.py: `K` shows the hovers of ',
  }) do
    contains(':checkhealth says ' .. wanted:gsub(' %S*%d%.%d.*', ''), wanted, said)
  end
  check('  and finds nothing wrong', not said:find('ERROR', 1, true) and not said:find('WARN', 1, true), 'no ERROR, no WARNING', said)

  require('pygloss').settings({ level = 'expert' })
  local client = vim.lsp.get_clients({ name = 'pygloss' })[1]
  wait(function()
    return #require('pygloss.client').complaints(client.id) > 0
  end)
  said = health()
  contains('a wrong setting is told', 'ERROR It complains: ', said)
  contains('  by its name', 'level', said)
  contains('  with a remedy', ':help |pygloss-settings|', said)
  require('pygloss').settings({ level = 'beginner' })
  check('  until it is mended', not health():find('ERROR', 1, true), 'no ERROR', health())
end

--- That the server takes each of these settings: it answers in order, so that a complaint comes before the answer to a later question.
local function check_settings(name, settings)
  local client = vim.lsp.get_clients({ name = 'pygloss' })[1]
  require('pygloss').settings(settings)
  local answer = client:request_sync('pygloss/page', { concept = 'decorator' }, common.LIMIT, tour)
  local complaints = require('pygloss.client').complaints(client.id)
  check(name, answer and answer.result and #complaints == 0, 'no complaint', complaints)
end

--- The settings in the example of a text: what `vim.lsp.config` would get.
local function example(text)
  local code_lines = assert(text:match('(vim%.lsp%.config%("pygloss", {\n[-%s]+settings = {.-\n[-%s]*}%))\n'), 'no example in ' .. text)
  local got
  local chunk = assert(loadstring((code_lines:gsub('\n%-%-%- ', '\n'))))
  setfenv(chunk, { vim = { lsp = {
    config = function(_, config)
      got = config.settings.pygloss
    end,
  } } })
  chunk()
  return got
end

local function test_help()
  vim.cmd('helptags ALL')
  vim.cmd('help pygloss')
  equal(':help pygloss opens', 'pygloss.txt', vim.fs.basename(vim.api.nvim_buf_get_name(0)))
  local dead = {}
  for tag in common.text(0):gmatch('|([^%s|]+)|') do
    local found = vim.fn.getcompletion(tag:gsub('[%[*]', '\\%0'), 'help')
    if not vim.list_contains(found, tag) then
      table.insert(dead, tag)
    end
  end
  equal('  all that it refers to is there', {}, dead)
  for _, command in ipairs({
    ':Gloss',
    ':GlossFile',
    ':GlossWorkspace',
    ':GlossPlain',
    ':GlossKnow',
    ':GlossConcepts',
    '<Plug>(pygloss-hover)',
    'pygloss.explain()',
    'pygloss.selection()',
  }) do
    check('  it knows ' .. command, vim.list_contains(vim.fn.getcompletion(command, 'help'), command), command, nil)
  end
  local settings = example(common.text(0))
  vim.cmd.close()
  check_settings('the server takes the settings that the help names', settings)
  local file = vim.api.nvim_get_runtime_file('lsp/pygloss.lua', false)[1]
  equal('  which are those of lsp/pygloss.lua', settings, example(table.concat(vim.fn.readfile(file), '\n')))
end

common.run(function()
  title = common.titles(PYGLOSS)
  tour, code = vim.api.nvim_get_current_buf(), vim.api.nvim_get_current_win()
  local client = common.attached(tour, 'pygloss')
  if not client then
    return
  end
  test_start()
  test_page()
  test_placing()
  test_concept()
  test_plainer()
  test_list()
  test_digests()
  test_workspace()
  test_actions()
  test_hover()
  test_know(client)
  test_settings()
  test_health()
  test_help()
  common.nothing_wrong()
  local servers = vim.tbl_filter(function(pid)
    return vim.api.nvim_get_proc(pid).name == vim.fs.basename(PYGLOSS)
  end, vim.api.nvim_get_proc_children(vim.fn.getpid()))
  equal('one server runs', 1, #servers)
  vim.fn.writefile({ tostring(servers[1]) }, PID_FILE)
end)
