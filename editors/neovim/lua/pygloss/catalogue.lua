-- All the concepts there are, as the program lists them: for completion, and to find a concept by its title or name.

local client = require('pygloss.client')

local M = {}

---@class pygloss.Known
---@field id string
---@field title string
---@field names string[] How it is called else: `__slots__`.

---@type pygloss.Known[]?
local known
local is_asked = false

--- Asks the program, once; meanwhile Neovim goes on.
---@param take? fun(known?: pygloss.Known[], problem?: string)
function M.fetch(take)
  take = take or function() end
  if known then
    return take(known)
  end
  local words = client.program()
  if not words then
    return take(nil, '`cmd` is a function, so that there is no program to ask for its concepts')
  end
  is_asked = true
  local done = vim.schedule_wrap(function(result)
    is_asked = false
    local good, list = pcall(vim.json.decode, result.stdout or '')
    if result.code ~= 0 or not good or not vim.islist(list) then
      local why = vim.trim(result.stderr or '')
      return take(nil, ('`%s list --format json` failed%s'):format(table.concat(words, ' '), why ~= '' and ': ' .. why or ''))
    end
    known = vim.tbl_map(function(concept)
      local names = vim.deepcopy(concept.aliases or {})
      if type(concept.name) == 'string' then
        table.insert(names, 1, concept.name)
      end
      return { id = concept.id, title = concept.title, names = names }
    end, list)
    take(known)
  end)
  local started, problem = pcall(vim.system, vim.list_extend(words, { 'list', '--format', 'json' }), { text = true }, done)
  if not started then
    is_asked = false
    take(nil, tostring(problem))
  end
end

--- Forgets what is known, so that it is asked anew.
function M.forget()
  known = nil
end

---@param given string
---@return string
local function find(given)
  local wanted = given:lower()
  local found ---@type string?
  for _, concept in ipairs(known or {}) do
    if concept.id == given then
      return given
    elseif concept.title:lower() == wanted then
      found = concept.id
    elseif not found and vim.list_contains(concept.names, given) then
      found = concept.id
    end
  end
  return found or given
end

--- Gives the id of what was given: an id, a title, a name or an alias. What is none of these is given back, for the server to complain of.
---@param given string
---@param take fun(id: string)
function M.resolve(given, take)
  M.fetch(function()
    take(find(given))
  end)
end

--- Completes ids, titles and names: what begins with the text, then ids that have it anywhere.
---@param lead string The last word.
---@param line string The whole command.
---@return string[]
function M.complete(lead, line)
  if not known then
    if not is_asked then
      M.fetch()
    end
    -- The first time, the list is some milliseconds away.
    vim.wait(2000, function()
      return known ~= nil or not is_asked
    end, 5)
  end
  local typed = (line:match('Gloss!?%s+(.*)$') or lead):lower()
  local before = typed:sub(1, #typed - #lead)
  local starts, titles, within = {}, {}, {} ---@type string[], string[], string[]
  for _, concept in ipairs(known or {}) do
    local id = concept.id:lower()
    if vim.startswith(concept.title:lower(), typed) and #typed > 0 then
      -- What stands before the last word is on the command line already.
      table.insert(titles, concept.title:sub(#before + 1))
    end
    for _, name in ipairs(#typed > 0 and concept.names or {}) do
      if vim.startswith(name:lower(), typed) then
        table.insert(titles, name:sub(#before + 1))
      end
    end
    if before == '' then
      if vim.startswith(id, typed) then
        table.insert(starts, concept.id)
      elseif id:find(typed, 1, true) then
        table.insert(within, concept.id)
      end
    end
  end
  local seen = {} ---@type table<string, true>
  return vim.tbl_filter(function(candidate)
    local is_new = not seen[candidate]
    seen[candidate] = true
    return is_new
  end, vim.list_extend(vim.list_extend(starts, titles), within))
end

return M
