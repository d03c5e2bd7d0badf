-- Commands, <Plug> mappings, and what a client of pygloss gets when it attaches. Nothing is loaded before it is used; how it works is in `lua/pygloss`.

if vim.g.loaded_pygloss then
  return
end
vim.g.loaded_pygloss = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.api.nvim_echo({ { 'pygloss: Neovim 0.11 or later is needed', 'WarningMsg' } }, true, {})
  return
end

local command = vim.api.nvim_create_user_command

command('Gloss', function(args)
  local concept = vim.trim(args.args)
  if args.range > 0 and concept == '' then
    return require('pygloss').selection({ args.line1, args.line2 }, { split = args.bang, mods = args.smods })
  end
  require('pygloss').explain({ concept = concept ~= '' and concept or nil, split = args.bang, mods = args.smods })
end, {
  nargs = '*',
  bang = true,
  range = true,
  complete = function(lead, line)
    return require('pygloss.catalogue').complete(lead, line)
  end,
  desc = 'Explain a concept, what stands at the cursor, or some lines',
})

command('GlossPlain', function(args)
  require('pygloss').plainer({ split = args.bang, mods = args.smods })
end, { bang = true, desc = 'Show what stands at the cursor in plainer Python' })

command('GlossFile', function(args)
  require('pygloss').file({ split = args.bang, mods = args.smods })
end, { bang = true, desc = 'Explain the file on one page' })

command('GlossWorkspace', function(args)
  if args.bang then
    return require('pygloss').cancel()
  end
  require('pygloss').workspace({ mods = args.smods })
end, { bang = true, desc = 'Explain the workspace on one page; with ! end what is under way' })

command('GlossConcepts', function(args)
  local rows = args.range > 0 and { args.line1, args.line2 } or nil
  require('pygloss').concepts({ select = args.bang, mods = args.smods, rows = rows })
end, { bang = true, range = true, desc = 'List the concepts in this file' })

command('GlossKnow', function(args)
  require('pygloss').know(not args.bang)
end, { bang = true, desc = 'I know what stands at the cursor (!: explain it again)' })

vim.keymap.set('n', '<Plug>(pygloss-explain)', function()
  require('pygloss').explain()
end, { desc = 'Explain what stands at the cursor' })

vim.keymap.set('x', '<Plug>(pygloss-explain)', ':Gloss<CR>', { silent = true, desc = 'Explain the selected lines' })

vim.keymap.set('n', '<Plug>(pygloss-hover)', function()
  require('pygloss').hover()
end, { desc = 'The tip of pygloss alone' })

vim.keymap.set('n', '<Plug>(pygloss-plainer)', function()
  require('pygloss').plainer()
end, { desc = 'Show what stands at the cursor in plainer Python' })

--- Code actions open pages in place instead of a file of the server's cache.
local function take_commands()
  vim.lsp.commands['pygloss.explain'] = function(given, context)
    require('pygloss').on_explain(given, context)
  end
  vim.lsp.commands['pygloss.rewrite'] = function(given, context)
    require('pygloss').on_rewrite(given, context)
  end
  vim.lsp.commands['pygloss.explainSelection'] = function(given, context)
    require('pygloss').on_selection(given, context)
  end
end

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('pygloss', {}),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'pygloss' then
      take_commands()
      require('pygloss.client').watch(client)
    end
  end,
})

vim.api.nvim_create_autocmd('LspDetach', {
  group = 'pygloss',
  callback = function(event)
    if package.loaded['pygloss.workspace'] then
      require('pygloss.workspace').forget(event.data.client_id)
    end
  end,
})

-- Loaded late, for example when a Python file is opened, the client may be there already.
if package.loaded['vim.lsp'] then
  take_commands()
  for _, client in ipairs(vim.lsp.get_clients({ name = 'pygloss' })) do
    require('pygloss.client').watch(client)
  end
end
