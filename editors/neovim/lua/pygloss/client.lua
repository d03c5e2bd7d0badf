-- The client of the server: finding it, asking it, and saying in one line what went wrong.

local M = {}

local NAME = 'pygloss'
local METHOD_NOT_FOUND = -32601

--- The newest complaints of the servers, by client.
---@type table<integer, string[]>
local complaints = {}

--- Clients that were started for a page alone, without a buffer.
---@type table<integer, true>
local own = {}

--- One line, whatever came.
---@param message string
---@param level? integer
function M.notify(message, level)
  local line = vim.trim(message):gsub('%s*\n%s*', ' ')
  if not vim.startswith(line, 'pygloss: ') then
    line = 'pygloss: ' .. line
  end
  vim.notify(line, level or vim.log.levels.WARN)
end

--- The configuration, or nil where there is none.
---@return vim.lsp.Config?
function M.config()
  return vim.lsp.config[NAME]
end

--- The words that start the program, without those that make it a server. Nil where the client is no program.
---@param client? vim.lsp.Client
---@return string[]?
function M.program(client)
  local config = client and client.config or M.config()
  local cmd = config and config.cmd or { NAME }
  if type(cmd) ~= 'table' then
    return nil
  end
  local words = {} ---@type string[]
  for _, word in ipairs(cmd) do
    if word == 'server' or word == 'proxy' then
      break
    end
    table.insert(words, word)
  end
  return words
end

--- The client that is attached to the buffer.
---@param bufnr integer
---@return vim.lsp.Client?
function M.attached(bufnr)
  return vim.lsp.get_clients({ bufnr = bufnr, name = NAME })[1]
end

--- What keeps the server from starting, whatever the buffer.
---@return string?
local function obstacle()
  local config = M.config()
  if not config then
    return 'there is no configuration; is its folder on your runtimepath? (:checkhealth pygloss)'
  end
  local cmd = config.cmd
  if type(cmd) == 'table' and vim.fn.executable(cmd[1]) == 0 then
    return ('cannot find the program `%s`; install it, or set `cmd` by vim.lsp.config("pygloss", …) (:checkhealth pygloss)'):format(cmd[1])
  end
end

--- Why no client is attached to the buffer, and what to do.
---@param bufnr integer
---@return string
function M.why(bufnr)
  local reason = obstacle()
  if reason then
    return reason
  end
  if not vim.lsp.is_enabled(NAME) and #vim.lsp.get_clients({ name = NAME }) == 0 then
    return 'the server is not enabled; put vim.lsp.enable("pygloss") into your init.lua (:help pygloss)'
  end
  local filetypes = assert(M.config()).filetypes
  local filetype = vim.bo[bufnr].filetype
  if filetypes and not vim.list_contains(filetypes, filetype) then
    local own_type = filetype == '' and 'this buffer has no filetype' or ('this is a buffer of the filetype `%s`'):format(filetype)
    return ('%s; pygloss explains %s'):format(own_type, table.concat(filetypes, ', '))
  end
  return 'no server is attached to this buffer (:checkhealth pygloss)'
end

--- Says in one line what a server answered instead.
---@param client vim.lsp.Client
---@param problem lsp.ResponseError
function M.complain(client, problem)
  if problem.code == METHOD_NOT_FOUND then
    local version = vim.tbl_get(client, 'server_info', 'version') or 'without a version'
    M.notify(('the server (%s) is too old for this plugin; update it'):format(version))
  else
    M.notify(problem.message or 'the server answered with an error that has no message')
  end
end

--- Asks; `take` gets the answer. An error becomes one line for the user.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param bufnr integer
---@param take fun(answer: any)
function M.ask(client, method, params, bufnr, take)
  local sent = client:request(method, params, function(problem, answer)
    if not problem then
      take(answer)
    else
      M.complain(client, problem)
    end
  end, bufnr)
  if not sent then
    M.notify('the server has stopped (:checkhealth pygloss)')
  end
end

--- Gives a client that can answer about concepts: the buffer's, the one that is preferred, any other, or one that is started for it.
---@param bufnr integer
---@param preferred? integer
---@param take fun(client: vim.lsp.Client)
function M.any(bufnr, preferred, take)
  local client = M.attached(bufnr) or vim.lsp.get_clients({ id = preferred or -1 })[1] or vim.lsp.get_clients({ name = NAME })[1]
  if client then
    return take(client)
  end
  local reason = obstacle()
  if reason then
    return M.notify(reason)
  end
  local config = vim.deepcopy(assert(M.config()))
  if type(config.root_dir) == 'function' then
    config.root_dir = nil
  end
  local callbacks = type(config.on_init) == 'table' and config.on_init or { config.on_init }
  config.on_init = vim.list_extend({}, callbacks --[[@as function[] ]])
  table.insert(config.on_init, function(started)
    take(started)
  end)
  local id = vim.lsp.start(config, { attach = false })
  if id then
    own[id] = true
  end
end

--- Stops a client that was started for a page alone, unless a buffer has come to use it.
---@param id integer
function M.release(id)
  local client = own[id] and vim.lsp.get_client_by_id(id)
  if client and vim.tbl_isempty(client.attached_buffers) then
    own[id] = nil
    client:stop()
  end
end

--- Keeps what the server complains of, for `:checkhealth`.
---@param client vim.lsp.Client
function M.watch(client)
  if complaints[client.id] then
    return
  end
  local kept = {} ---@type string[]
  complaints[client.id] = kept
  local method = 'window/showMessage'
  local show = client.handlers[method] or vim.lsp.handlers[method]
  client.handlers[method] = function(problem, result, context)
    if result and result.type and result.type <= vim.lsp.protocol.MessageType.Warning then
      table.insert(kept, result.message)
      if #kept > 5 then
        table.remove(kept, 1)
      end
    end
    return show(problem, result, context)
  end
end

--- What the client's server complained of since its settings were last changed.
---@param id integer
---@return string[]
function M.complaints(id)
  return complaints[id] or {}
end

--- Merges settings into those of all running clients, and tells the servers.
---@param settings table
function M.change_settings(settings)
  for _, client in ipairs(vim.lsp.get_clients({ name = NAME })) do
    local kept = complaints[client.id]
    while kept and #kept > 0 do
      table.remove(kept)
    end
    client.settings = vim.tbl_deep_extend('force', client.settings or {}, { pygloss = settings })
    client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  end
end

return M
