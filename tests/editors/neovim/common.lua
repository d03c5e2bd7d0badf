-- What the tests in Neovim share: checks that print a line each, waits that end when a condition holds, what is on the screen.

local M = {}

M.LIMIT = 15000 -- milliseconds that each wait may take

local checks, failures = 0, 0

local function show(value)
  return type(value) == 'string' and value or vim.inspect(value)
end

local function comment(label, value)
  io.stdout:write(('#   %s: %s\n'):format(label, (show(value):gsub('\n', '\n#     '))))
end

function M.check(name, good, expected, came)
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

function M.equal(name, expected, came)
  return M.check(name, vim.deep_equal(expected, came), expected, came)
end

function M.contains(name, expected, came)
  return M.check(name, type(came) == 'string' and came:find(expected, 1, true) ~= nil, 'something with ' .. show(expected), came)
end

--- Whether `condition` came true in time.
function M.wait(condition)
  return (vim.wait(M.LIMIT, condition, 10))
end

--- What Neovim says to the user.
M.notices = {}
vim.notify = function(message)
  table.insert(M.notices, message)
end

function M.forget_notices()
  for i = #M.notices, 1, -1 do
    M.notices[i] = nil
  end
end

--- Runs `action` and gives the first thing that Neovim then says to the user.
function M.notice(action)
  M.forget_notices()
  action()
  M.wait(function()
    return #M.notices > 0
  end)
  return M.notices[1]
end

--- The menu that is open, and closes it for the next one.
local menu
vim.ui.select = function(items, options, choose)
  menu = { labels = vim.tbl_map(options.format_item or tostring, items), items = items, choose = choose }
end

--- Runs `action` and gives the menu that opens, or nil.
function M.menu(action)
  menu = nil
  action()
  M.wait(function()
    return menu ~= nil
  end)
  return menu
end

--- Titles by id, as the binary has them: a better title breaks no test.
function M.titles(pygloss)
  local done = vim.system({ pygloss, 'list', '--format', 'json' }, { text = true }):wait(M.LIMIT)
  assert(done.code == 0, done.stderr)
  local byid = {}
  for _, concept in ipairs(vim.json.decode(done.stdout)) do
    byid[concept.id] = concept.title
  end
  return byid
end

--- Puts the cursor where `text` first stands in the buffer.
function M.go(text)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search('\\C\\V' .. vim.fn.escape(text, '\\'), 'cW') > 0, 'not in the file: ' .. text)
end

function M.floats()
  return vim.tbl_filter(function(window)
    return vim.api.nvim_win_get_config(window).relative ~= ''
  end, vim.api.nvim_list_wins())
end

--- The lines of a window's buffer, as one text.
function M.text(window)
  return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
end

--- What a window shows on the screen, concealed text left out. Headless, Neovim composes no floats: it becomes a split.
function M.screen(window)
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

--- The text that a namespace marks.
function M.marked(buffer, name)
  local namespace = vim.api.nvim_get_namespaces()[name]
  local texts = {}
  for _, mark in ipairs(namespace and vim.api.nvim_buf_get_extmarks(buffer, namespace, 0, -1, { details = true }) or {}) do
    local text = vim.api.nvim_buf_get_text(buffer, mark[2], mark[3], mark[4].end_row, mark[4].end_col, {})
    table.insert(texts, table.concat(text, '\n'))
  end
  return texts
end

--- Presses keys, as a user does: mappings hold.
function M.press(keys)
  vim.api.nvim_feedkeys(vim.keycode(keys), 'xt', false)
end

--- Waits for the client of that name in the buffer.
function M.attached(buffer, name)
  local function client()
    return vim.lsp.get_clients({ bufnr = buffer, name = name })[1]
  end
  local there = M.wait(function()
    return client() ~= nil and client().initialized
  end)
  local state = { clients = vim.lsp.get_clients(), notices = M.notices, filetype = vim.bo[buffer].filetype }
  return M.check(('the client of %s attaches'):format(name), there, 'an initialized client', state) and client() or nil
end

--- That nothing went wrong unseen.
function M.nothing_wrong()
  M.equal('Neovim has no error to tell', '', vim.v.errmsg)
  local log = vim.lsp.log.get_filename()
  local complaints = vim.fn.filereadable(log) == 1
      and vim.tbl_filter(function(line)
        return line:find('[ERROR]', 1, true) ~= nil or line:find('[WARN]', 1, true) ~= nil
      end, vim.fn.readfile(log))
    or {}
  M.equal('its log of language servers neither', {}, complaints)
end

--- Runs a test when Neovim has started, and leaves Neovim with `:qall!` or, where a check failed, with `:cquit 1`.
function M.run(test)
  local function main()
    local done, problem = xpcall(test, debug.traceback)
    if not done then
      M.check('the test runs to its end', false, 'no error', problem)
    end
    io.stdout:write(('# %d checks in Neovim %s, %d failed\n'):format(checks, tostring(vim.version()), failures))
    io.stdout:flush()
    vim.cmd(failures == 0 and 'qall!' or 'cquit 1')
  end
  if vim.v.vim_did_enter == 1 then
    vim.schedule(main)
  else
    vim.api.nvim_create_autocmd('VimEnter', {
      callback = function()
        vim.schedule(main)
      end,
    })
  end
end

return M
