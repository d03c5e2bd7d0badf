-- `:GlossWorkspace`: the one request that takes long, and how it is ended.

local client = require('pygloss.client')

local M = {}

---@class pygloss.Running
---@field client vim.lsp.Client
---@field id integer The request's.

--- What is under way.
---@type pygloss.Running?
local running

--- Numbers the tokens of progress.
local number = 0

--- The answer that a cancelled request gets.
local CANCELLED = -32800

---@param ours vim.lsp.Client
---@param take fun(answer: { title: string, markdown: string })
function M.start(ours, take)
  if running then
    return client.notify('the workspace is being looked at; :GlossWorkspace! ends that')
  end
  number = number + 1
  local own = {} ---@type pygloss.Running
  local sent, id = ours:request('pygloss/workspace', { workDoneToken = 'pygloss/neovim/' .. number }, function(problem, answer)
    if running == own then
      running = nil
    end
    if not problem then
      take(answer)
    elseif problem.code ~= CANCELLED then
      client.complain(ours, problem)
    end
  end)
  if not sent then
    return client.notify('the server has stopped (:checkhealth pygloss)')
  end
  own.client, own.id = ours, id
  running = own
end

--- Ends what is under way.
function M.cancel()
  local own = running
  if not own then
    return client.notify('nothing is under way', vim.log.levels.INFO)
  end
  running = nil
  own.client:cancel_request(own.id)
end

--- What is under way ends with its server.
---@param id integer A client's.
function M.forget(id)
  if running and running.client.id == id then
    running = nil
  end
end

return M
