---@brief
---
--- A language server that explains Python: what a construct is, what it does to the code under the cursor, where it is documented. It shows no types and
--- no diagnostics, and runs beside a type checker's server.
---
--- This file works by itself: `vim.lsp.enable("pygloss")`. It needs `pygloss` on the PATH, or
--- `vim.lsp.config("pygloss", { cmd = { "/path/to/pygloss", "server" } })`.
---
--- Settings, with what holds where they are not given:
---
--- ```lua
--- vim.lsp.config("pygloss", {
---   settings = {
---     pygloss = {
---       hover = { detail = "brief" }, -- "off", "brief", "full"
---       level = "beginner", -- "intermediate", "advanced": nothing below that
---       ignore = {}, -- ids of concepts, or areas such as "library", that say nothing
---       known = "brief", -- "hide": nothing of what you said "I know this" of, not even its title
---       progress = true, -- false: nothing is counted for `pygloss progress`
---       codeLens = false,
---       docs = { language = "en" }, -- "fr", "ja", … as docs.python.org has them
---       packs = {}, -- folders with concepts of your own
---       pythonVersion = nil, -- "3.9": instead of the project's requires-python
---     },
---   },
--- })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'pygloss', 'server' },
  filetypes = { 'python' },
  root_markers = { 'pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile', '.git' },
  -- Dictionaries, so that what is merged into them arrives as JSON objects.
  init_options = vim.empty_dict(),
  settings = vim.empty_dict(),
}
