-- The plugin where something is missing: the server is not enabled, its program is not there, the file is not Python.
--
-- `run` starts it with the plugin as a package and an empty init.lua.

local PYGLOSS = assert(vim.env.PYGLOSS, 'PYGLOSS is not set')
local PID_FILE = assert(vim.env.PID_FILE, 'PID_FILE is not set')

local common = dofile(vim.fs.joinpath(vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2)), 'common.lua'))
local check, equal, contains, wait, notice = common.check, common.equal, common.contains, common.wait, common.notice

local function say(command)
  return function()
    vim.cmd(command)
  end
end

local function health()
  vim.cmd('checkhealth pygloss')
  local text = common.text(0)
  vim.cmd.close()
  return text
end

common.run(function()
  local title = common.titles(PYGLOSS)
  local tour = vim.api.nvim_get_current_buf()

  equal(
    'starting loads nothing of the plugin',
    {},
    vim.tbl_filter(function(name)
      return vim.startswith(name, 'pygloss')
    end, vim.tbl_keys(package.loaded))
  )
  equal('nor the client of language servers', nil, package.loaded['vim.lsp'])

  -- No program. The PATH has none.
  vim.env.PATH = '/nowhere'
  for _, command in ipairs({ 'Gloss', 'GlossPlain', 'GlossConcepts', 'Gloss decorator' }) do
    local said = notice(say(command))
    contains((':%s without the program says so'):format(command), 'pygloss: cannot find the program `pygloss`; install it', said)
    check('  in one line', said and not said:find('\n'), 'one line', said)
  end
  local said = health()
  contains(':checkhealth says so too', 'ERROR Cannot find `pygloss`', said)
  contains('  with a remedy', 'cargo install --path .', said)
  equal('completion finds nothing, and does not break', {}, vim.fn.getcompletion('Gloss dec', 'cmdline'))

  -- A program that does something else.
  vim.lsp.config('pygloss', { cmd = { '/bin/false' } })
  contains('a program that fails is told', 'ERROR /bin/false does not run: exit code 1', health())

  -- The program, but not enabled.
  vim.lsp.config('pygloss', { cmd = { PYGLOSS, 'server' } })
  equal(
    'without vim.lsp.enable it says so',
    'pygloss: the server is not enabled; put vim.lsp.enable("pygloss") into your init.lua (:help pygloss)',
    notice(say('Gloss'))
  )
  contains('  and :checkhealth too', 'WARNING Not enabled', health())

  -- A concept's page needs no file of Python: a server is started for it.
  vim.cmd('Gloss __slots__')
  local function page()
    return vim.startswith(vim.api.nvim_buf_get_name(0), 'pygloss://')
  end
  wait(page)
  equal(':Gloss CONCEPT works all the same', '# ' .. title['dunder-slots'], vim.api.nvim_get_current_line())
  equal('  by one server', 1, #vim.api.nvim_get_proc_children(vim.fn.getpid()))
  local client = vim.lsp.get_clients({ name = 'pygloss' })[1]
  equal('  that no buffer is attached to', {}, client and vim.tbl_keys(client.attached_buffers))
  common.press('<Tab><CR>')
  wait(function()
    return page() and vim.api.nvim_buf_get_lines(0, 0, 1, false)[1] ~= '# ' .. title['dunder-slots']
  end)
  contains('  links work', '# ', vim.api.nvim_buf_get_lines(0, 0, 1, false)[1])
  equal('  with the same server', client, vim.lsp.get_clients({ name = 'pygloss' })[1])
  common.press('q')
  check(
    '  it ends with the page',
    wait(function()
      return #vim.api.nvim_get_proc_children(vim.fn.getpid()) == 0
    end),
    'no process',
    vim.api.nvim_get_proc_children(vim.fn.getpid())
  )

  -- Enabled, but this is no Python.
  vim.lsp.enable('pygloss')
  common.attached(tour, 'pygloss')
  vim.cmd('enew | setfiletype text')
  equal(':Gloss in another file says so', 'pygloss: this is a buffer of the filetype `text`; pygloss explains python', notice(say('Gloss')))
  equal('  and attaches nothing', {}, vim.lsp.get_clients({ bufnr = 0 }))
  vim.cmd('enew')
  equal('  nor where there is no filetype', 'pygloss: this buffer has no filetype; pygloss explains python', notice(say('GlossConcepts')))
  vim.cmd('Gloss decorator')
  wait(page)
  equal('  while a concept is explained by the server that runs', '# ' .. title['decorator'], vim.api.nvim_get_current_line())
  equal('  and no second one', 1, #vim.api.nvim_get_proc_children(vim.fn.getpid()))
  common.press('q')
  equal('  which stays', 1, #vim.lsp.get_clients({ bufnr = tour }))

  -- An untitled buffer is explained too.
  vim.cmd('enew | setfiletype python')
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'with open("x") as f:', '    pass' })
  if common.attached(vim.api.nvim_get_current_buf(), 'pygloss') then
    vim.cmd('Gloss')
    wait(page)
    contains('an untitled buffer is explained', '# ' .. title['with-statement'], vim.api.nvim_get_current_line())
    common.press('q')
  end

  -- Another server for all this.
  vim.lsp.enable('pygloss', false)
  wait(function()
    return #vim.lsp.get_clients({ name = 'pygloss' }) == 0
  end)
  equal('Neovim has no error to tell', '', vim.v.errmsg)
  vim.fn.writefile({ 'none' }, PID_FILE)
end)
