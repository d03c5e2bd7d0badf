-- What the commands, mappings and code actions do. The whole of the plugin's interface: the rest of `lua/pygloss` is its own.

local client = require('pygloss.client')

local M = {}

---@class pygloss.Explain: pygloss.How
---@field concept? string An id, a title, a name or an alias. By default, what stands at the cursor.

--- Sets how pages look. There is no need to call it.
---@param options? pygloss.Options
function M.setup(options)
  require('pygloss.config').set(options)
end

---@param client_id integer
---@param answer { concept?: string, about?: string, title: string, markdown: string }
---@param id string
---@param how pygloss.How
local function open(client_id, answer, id, how)
  local lines = vim.split(vim.trim(answer.markdown), '\n')
  require('pygloss.page').open({ id = id, title = answer.title, lines = lines, client = client_id }, how)
end

--- The client of the current buffer. Where there is none, says why.
---@return vim.lsp.Client?
local function here()
  local bufnr = vim.api.nvim_get_current_buf()
  local ours = client.attached(bufnr)
  if not ours then
    client.notify(client.why(bufnr))
  end
  return ours
end

---@param ours vim.lsp.Client
---@return { uri: string, position: lsp.Position }
local function cursor(ours)
  local params = vim.lsp.util.make_position_params(0, ours.offset_encoding)
  return { uri = params.textDocument.uri, position = params.position }
end

---@param ours vim.lsp.Client
---@param params { concept?: string, uri?: string, position?: lsp.Position }
---@param bufnr integer
---@param how pygloss.How
local function open_page(ours, params, bufnr, how)
  client.ask(ours, 'pygloss/page', params, bufnr, function(answer)
    open(ours.id, answer, answer.concept, how)
  end)
end

---@param ours vim.lsp.Client
---@param params { uri: string, position: lsp.Position, about?: string }
---@param bufnr integer
---@param how pygloss.How
local function open_plainer(ours, params, bufnr, how)
  client.ask(ours, 'pygloss/plainer', params, bufnr, function(answer)
    open(ours.id, answer, 'plainer-' .. answer.about, how)
  end)
end

--- Opens a page that is about no single concept.
---@param ours vim.lsp.Client
---@param method string
---@param params table
---@param bufnr integer
---@param how pygloss.How
local function open_digest(ours, method, params, bufnr, how)
  client.ask(ours, method, params, bufnr, function(answer)
    open(ours.id, answer, answer.title, how)
  end)
end

--- Opens the page of a concept, or of what stands at the cursor.
---@param what? pygloss.Explain
function M.explain(what)
  what = what or {}
  local bufnr = vim.api.nvim_get_current_buf()
  if not what.concept then
    local ours = here()
    if ours then
      open_page(ours, cursor(ours), bufnr, what)
    end
    return
  end
  client.any(bufnr, what.from and what.from.client, function(ours)
    local params = {}
    if ours.attached_buffers[bufnr] then
      -- Where the concept stands at the cursor, its page says what it does there.
      params = cursor(ours)
    end
    if what.from then
      params.concept = what.concept
      return open_page(ours, params, bufnr, what)
    end
    require('pygloss.catalogue').resolve(what.concept, function(id)
      params.concept = id
      open_page(ours, params, bufnr, what)
    end)
  end)
end

--- Opens what stands at the cursor in plainer Python, beside the original.
---@param how? pygloss.How
function M.plainer(how)
  local ours = here()
  if ours then
    open_plainer(ours, cursor(ours), vim.api.nvim_get_current_buf(), how or {})
  end
end

--- Says that you know what stands at the cursor, or that its tip is to explain it again. The server says what it did.
---@param known boolean
function M.know(known)
  local ours = here()
  if ours then
    local params = { command = known and 'pygloss.know' or 'pygloss.explainAgain', arguments = { cursor(ours) } }
    client.ask(ours, 'workspace/executeCommand', params, vim.api.nvim_get_current_buf(), function() end)
  end
end

--- Opens one page about some lines of the file.
---@param rows [integer, integer] The first and the last, from 1.
---@param how? pygloss.How
function M.selection(rows, how)
  vim.validate('rows', rows, 'table')
  local ours = here()
  if not ours then
    return
  end
  local bufnr = vim.api.nvim_get_current_buf()
  local count = vim.api.nvim_buf_line_count(bufnr)
  local first, last = math.max(1, math.min(rows[1], rows[2], count)), math.min(math.max(rows[1], rows[2]), count)
  local line = vim.api.nvim_buf_get_lines(bufnr, last - 1, last, false)[1] or ''
  local range = {
    start = { line = first - 1, character = 0 },
    ['end'] = { line = last - 1, character = vim.str_utfindex(line, ours.offset_encoding, #line, false) },
  }
  open_digest(ours, 'pygloss/selection', { uri = vim.uri_from_bufnr(bufnr), range = range }, bufnr, how or {})
end

--- Opens one page about the whole file.
---@param how? pygloss.How
function M.file(how)
  local ours = here()
  if ours then
    local bufnr = vim.api.nvim_get_current_buf()
    open_digest(ours, 'pygloss/file', { uri = vim.uri_from_bufnr(bufnr) }, bufnr, how or {})
  end
end

--- Opens one page about all files of the workspace. How far it is, Neovim tells by |LspProgress|.
---@param how? pygloss.How
function M.workspace(how)
  local ours = here()
  if ours then
    require('pygloss.workspace').start(ours, function(answer)
      open(ours.id, answer, answer.title, how or {})
    end)
  end
end

--- Ends the look at the workspace that is under way.
function M.cancel()
  require('pygloss.workspace').cancel()
end

--- Lists the concepts in the file.
---@param listing? pygloss.Listing
function M.concepts(listing)
  require('pygloss.concepts').list(listing)
end

--- Shows the tip at the cursor, and no other server's hover.
function M.hover()
  local ours = here()
  if ours then
    require('pygloss.hover').show(ours)
  end
end

--- Changes settings of the running servers at once, for example `{ level = "intermediate" }`.
---@param settings table As they stand below `pygloss` in `settings` of |vim.lsp.config()|.
function M.settings(settings)
  vim.validate('settings', settings, 'table')
  client.change_settings(settings)
end

--- What the server's command `pygloss.explain` does in Neovim.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
function M.on_explain(command, context)
  local ours = vim.lsp.get_client_by_id(context.client_id)
  local given = (command.arguments or {})[1]
  if ours then
    open_page(ours, type(given) == 'string' and { concept = given } or given or {}, context.bufnr, {})
  end
end

--- What the server's command `pygloss.rewrite` does in Neovim.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
function M.on_rewrite(command, context)
  local ours = vim.lsp.get_client_by_id(context.client_id)
  if ours then
    open_plainer(ours, (command.arguments or {})[1] or {}, context.bufnr, {})
  end
end

--- What the server's command `pygloss.explainSelection` does in Neovim.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
function M.on_selection(command, context)
  local ours = vim.lsp.get_client_by_id(context.client_id)
  if ours then
    open_digest(ours, 'pygloss/selection', (command.arguments or {})[1] or {}, context.bufnr, {})
  end
end

return M
