-- The tip of pygloss alone. `K` shows the answers of all servers that are attached.

local client = require('pygloss.client')

local api = vim.api

local M = {}

local namespace = api.nvim_create_namespace('pygloss.hover')

---@param bufnr integer
---@param range lsp.Range
---@param encoding 'utf-8'|'utf-16'|'utf-32'
local function mark(bufnr, range, encoding)
  local function place(position)
    local line = api.nvim_buf_get_lines(bufnr, position.line, position.line + 1, false)[1] or ''
    return { position.line, vim.str_byteindex(line, encoding, position.character, false) }
  end
  local priority = vim.hl.priorities.user
  vim.hl.range(bufnr, namespace, 'LspReferenceTarget', place(range.start), place(range['end']), { priority = priority })
end

---@param ours vim.lsp.Client
function M.show(ours)
  local bufnr = api.nvim_get_current_buf()
  local params = vim.lsp.util.make_position_params(0, ours.offset_encoding)
  local at = api.nvim_win_get_cursor(0)
  client.ask(ours, 'textDocument/hover', params, bufnr, function(answer)
    if api.nvim_get_current_buf() ~= bufnr or not vim.deep_equal(at, api.nvim_win_get_cursor(0)) then
      return -- The reader has gone on.
    elseif not answer then
      return client.notify('there is nothing to explain here', vim.log.levels.INFO)
    end
    local lines = vim.lsp.util.convert_input_to_markdown_lines(answer.contents)
    local buffer, window = vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'pygloss.hover' })
    if buffer == bufnr then
      return -- It was focused, and has been left.
    end
    if answer.range then
      mark(bufnr, answer.range, ours.offset_encoding)
    end
    vim.keymap.set('n', '<CR>', function()
      api.nvim_win_close(window, true)
      require('pygloss').on_explain(
        { title = '', command = '', arguments = { { uri = params.textDocument.uri, position = params.position } } },
        { client_id = ours.id, bufnr = bufnr }
      )
    end, { buffer = buffer, desc = 'Open the whole page' })
    api.nvim_create_autocmd('WinClosed', {
      pattern = tostring(window),
      once = true,
      callback = function()
        api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
      end,
    })
  end)
end

return M
