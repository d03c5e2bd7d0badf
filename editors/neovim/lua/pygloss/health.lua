-- `:checkhealth pygloss`: what is there, what is missing, and what to do about it.

local health = vim.health

local M = {}

local LIMIT = 30000 -- milliseconds that each question may take

---@param words string[]
---@return string? output
---@return string? problem
local function run(words)
  local started, process = pcall(vim.system, words, { text = true })
  if not started then
    return nil, tostring(process)
  end
  local result = process:wait(LIMIT)
  if result.code ~= 0 then
    local said = vim.trim(result.stderr or '')
    return nil, ('exit code %d%s'):format(result.code, said ~= '' and ': ' .. said or '')
  end
  return vim.trim(result.stdout or '')
end

local function check_neovim()
  health.start('pygloss: Neovim')
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. version)
  else
    health.error('Neovim ' .. version .. ' is too old', 'Install Neovim 0.11 or later')
  end
  if vim.treesitter.language.add('markdown') and vim.treesitter.language.add('markdown_inline') then
    health.ok('Parsers for Markdown: pages and tips are rendered')
  else
    health.warn('No parser for Markdown: pages show their mark-up', {
      'Neovim ships `markdown` and `markdown_inline`; see where they should be by `:echo nvim_get_runtime_file("parser/*", 1)`',
      'nvim-treesitter installs them by `:TSInstall markdown markdown_inline`',
    })
  end
  if vim.treesitter.language.add('python') then
    health.ok('Parser for Python: examples in pages and tips are coloured')
  else
    health.info(
      'No parser for Python: examples in pages are coloured by the old syntax, those in tips are not (`:TSInstall python` of nvim-treesitter changes that)'
    )
  end
  local _, problems = require('pygloss.config').read()
  for _, problem in ipairs(problems) do
    health.error(problem, 'See :help pygloss-options')
  end
  if #problems == 0 then
    health.ok('Options of the plugin: nothing wrong')
  end
end

--- Whether the program is there.
---@return boolean
local function check_program()
  health.start('pygloss: the program')
  local config = require('pygloss.client').config()
  if not config then
    health.error(
      'There is no configuration named `pygloss`',
      'Put the folder `editors/neovim` on your runtimepath, or call `vim.lsp.config("pygloss", …)`'
    )
    return false
  end
  local words = require('pygloss.client').program()
  if not words then
    health.info('`cmd` is a function: the program is not checked')
    return true
  end
  local path = vim.fn.exepath(words[1])
  if path == '' then
    health.error(('Cannot find `%s`'):format(words[1]), {
      'Install it: `cargo install --path .` in a checkout of pygloss, or `uv tool install pygloss`',
      'Installed already? Then Neovim has another PATH (`:echo $PATH`), or set it: `vim.lsp.config("pygloss", { cmd = { "/path/to/pygloss", "server" } })`',
    })
    return false
  end
  local version, problem = run(vim.list_extend(vim.deepcopy(words), { '--version' }))
  if not version then
    health.error(('%s does not run: %s'):format(path, problem), 'Run `pygloss --version` in a terminal, or install it anew')
    return false
  end
  health.ok(('%s (%s)'):format(version, path))
  local known, why
  require('pygloss.catalogue').forget()
  require('pygloss.catalogue').fetch(function(list, trouble)
    known, why = list, trouble
  end)
  vim.wait(LIMIT, function()
    return known ~= nil or why ~= nil
  end, 5)
  if known and #known > 0 then
    health.ok(('%d concepts'):format(#known))
  else
    health.error('It does not list its concepts: ' .. (why or 'no answer'), 'Update it: an older version does not have `pygloss list --format json`')
  end
  return true
end

---@param bufnr integer
local function name(bufnr)
  local path = vim.api.nvim_buf_get_name(bufnr)
  return path == '' and ('buffer %d'):format(bufnr) or vim.fn.fnamemodify(path, ':~:.')
end

---@param client vim.lsp.Client
local function check_server(client)
  local buffers = vim.tbl_keys(client.attached_buffers)
  table.sort(buffers)
  local version = vim.tbl_get(client, 'server_info', 'version') or 'without a version'
  local where = #buffers == 0 and 'attached to no buffer' or 'attached to ' .. table.concat(vim.tbl_map(name, buffers), ', ')
  local root = client.root_dir and (', root ' .. vim.fn.fnamemodify(client.root_dir, ':~')) or ', no root'
  health.ok(('Server %s (client %d) %s%s'):format(version, client.id, where, root))

  local answer = client:request_sync('pygloss/page', { concept = 'decorator' }, LIMIT, buffers[1] or 0)
  if answer and answer.result then
    health.ok('It answers with pages')
  else
    local problem = answer and answer.err and answer.err.message or 'no answer'
    health.error(
      'It does not answer with pages: ' .. problem,
      'Update the program, then restart the server: `:lua vim.lsp.enable("pygloss", false)`, `:lua vim.lsp.enable("pygloss")`'
    )
  end

  local complaints = require('pygloss.client').complaints(client.id)
  for _, complaint in ipairs(complaints) do
    health.error(
      'It complains: ' .. complaint,
      'Mend the settings in `vim.lsp.config("pygloss", { settings = { pygloss = … } })`; see :help pygloss-settings'
    )
  end
  if #complaints == 0 then
    local settings = vim.tbl_get(client, 'settings', 'pygloss') or {}
    local shown = vim.tbl_isempty(settings) and 'the defaults' or vim.inspect(settings, { newline = ' ', indent = '' })
    health.ok('Its settings: ' .. shown)
  end

  for _, bufnr in ipairs(buffers) do
    local beside = {} ---@type string[]
    for _, other in ipairs(vim.lsp.get_clients({ bufnr = bufnr, method = 'textDocument/hover' })) do
      table.insert(beside, other.name)
    end
    if #beside > 1 then
      health.info(('%s: `K` shows the hovers of %s, each under its name'):format(name(bufnr), table.concat(beside, ', ')))
      health.info('`<Plug>(pygloss-hover)` shows the tip of pygloss alone')
    end
  end
end

local function check_clients()
  health.start('pygloss: the server in Neovim')
  if vim.lsp.is_enabled('pygloss') then
    health.ok('Enabled')
  else
    health.warn('Not enabled: it starts for no file by itself', 'Put `vim.lsp.enable("pygloss")` into your init.lua')
  end
  local clients = vim.lsp.get_clients({ name = 'pygloss' })
  for _, client in ipairs(clients) do
    check_server(client)
  end
  if #clients > 0 then
    return
  end
  local filetypes = (require('pygloss.client').config() or {}).filetypes or {}
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) and vim.list_contains(filetypes, vim.bo[bufnr].filetype) and vim.bo[bufnr].buftype == '' then
      return health.error(('%s is open, and no server is attached to it'):format(name(bufnr)), {
        'Look for its last words in `' .. vim.lsp.log.get_filename() .. '`',
        'Start it anew: `:lua vim.lsp.enable("pygloss", false)`, `:lua vim.lsp.enable("pygloss")`',
      })
    end
  end
  health.info('No server runs; it starts with the first file of the filetype ' .. table.concat(filetypes, ', '))
end

function M.check()
  check_neovim()
  if check_program() then
    check_clients()
  end
end

return M
