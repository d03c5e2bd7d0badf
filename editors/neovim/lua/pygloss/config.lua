-- How the pages look: `vim.g.pygloss` and what `setup` got, over the defaults. The server's settings are not here; they belong to its client.

local M = {}

---@class pygloss.Options
---@field window? 'float'|'split'|'vsplit'|'tab' Where a page opens. "float" by default.
---@field border? string|(string|string[])[] The float's border, as |nvim_open_win()| takes it. By default 'winborder', or "rounded" where that is empty.
---@field width? number The float's width: columns, or a part of the screen where it is not above 1. 90 by default.
---@field height? number Its greatest height: lines, or a part of the screen. 0.8 by default.

---@type pygloss.Options
local defaults = { window = 'float', width = 90, height = 0.8 }

---@type table<string, fun(value: any): boolean, string?>
local rules = {
  window = function(value)
    return vim.list_contains({ 'float', 'split', 'vsplit', 'tab' }, value), '"float", "split", "vsplit" or "tab"'
  end,
  border = function(value)
    return type(value) == 'string' or vim.islist(value), 'a name, or a list of characters'
  end,
  width = function(value)
    return type(value) == 'number' and value > 0, 'a number above 0'
  end,
  height = function(value)
    return type(value) == 'number' and value > 0, 'a number above 0'
  end,
}

---@type pygloss.Options
local given = {}

--- The options, and what is wrong with those that do not count.
---@return pygloss.Options options
---@return string[] problems
function M.read()
  local options = vim.deepcopy(defaults)
  local problems = {} ---@type string[]
  for _, source in ipairs({ { 'vim.g.pygloss', vim.g.pygloss }, { 'setup', given } }) do
    local where, wanted = source[1], source[2]
    if wanted ~= nil and type(wanted) ~= 'table' then
      table.insert(problems, ('%s must be a table, not %s'):format(where, vim.inspect(wanted)))
      wanted = nil
    end
    for name, value in vim.spairs(wanted or {}) do
      local rule = rules[name]
      local good, expected = false, nil ---@type boolean, string?
      if rule then
        good, expected = rule(value)
      end
      if good then
        options[name] = value
      elseif rule then
        local came = vim.inspect(value, { newline = ' ', indent = '' })
        table.insert(problems, ('%s: `%s` must be %s, not %s'):format(where, name, expected, came))
      else
        local names = table.concat(vim.fn.sort(vim.tbl_keys(rules)), ', ')
        table.insert(problems, ('%s: there is no option `%s`; there are %s'):format(where, tostring(name), names))
      end
    end
  end
  return options, problems
end

--- Takes options over those of `vim.g.pygloss`, and says in one line what is wrong with them.
---@param options? pygloss.Options
function M.set(options)
  given = options or {}
  local _, problems = M.read()
  if #problems > 0 then
    require('pygloss.client').notify(table.concat(problems, '; '))
  end
end

return M
