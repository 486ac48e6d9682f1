-- The forms of a migration: a model, a field, an index, data. What their commands take, and how it is completed.

local server = require("partywall.server")

local M = {}

local KINDS = { "seed", "transform", "cleanup" }

--- The models of the schema, those of the file in front first; each has a `name` and its `fields`.
local function listed()
  return vim.tbl_get(server.answer_now("listModels") or {}, "models") or {}
end

local function name_of(each)
  return each.name
end

local function models()
  return vim.tbl_map(name_of, listed())
end

--- The fields of the model that stands at a place among the words; of an index only those that are columns.
local function fields_of(place, only_columns)
  return function(words)
    for _, model in ipairs(listed()) do
      if model.name == words[place] then
        return vim.tbl_map(
          name_of,
          vim.tbl_filter(function(field)
            return field.isScalar or not only_columns
          end, model.fields)
        )
      end
    end
    return {}
  end
end

--- Completes the words behind a command: a list for each place, or a function that gives it; `rest` for all others.
local function completing(places, rest)
  return function(lead, line)
    local words = vim.split(vim.trim(line), "%s+")
    local place = #words - (lead == "" and 0 or 1)
    local list = places[place] or rest
    local known = type(list) == "function" and list(words) or list or {}
    return vim.tbl_filter(function(word)
      return vim.startswith(word, lead)
    end, known)
  end
end

M.complete_model = completing({ models })
M.complete_field = completing({ models, fields_of(2) })
M.complete_fields = completing({ models }, fields_of(2))
M.complete_index = completing({ models }, fields_of(2, true))
M.complete_data = completing({ KINDS, {}, models }, fields_of(4, true))

--- Has it written, after a look unless the command was called with `!`.
local function propose(arguments, wish)
  if server.client() then
    require("partywall.migration").propose(wish, not arguments.bang)
  end
end

--- The words of a command, where there are as many as it needs; else it says how it is called.
local function words_of(arguments, count, example)
  local words = vim.split(vim.trim(arguments.args), "[%s,]+")
  if #words < count then
    server.notify(("too little is said: `:Partywall%s`"):format(example), vim.log.levels.ERROR)
    return nil
  end
  return words
end

--- A model, and the field that stands behind it as in a schema.
local function model_and_field(arguments, example)
  local model, field = vim.trim(arguments.args):match("^(%S+)%s+(.+)$")
  if not model then
    words_of(arguments, 2, example)
  end
  return model, field
end

function M.entity(arguments)
  propose(arguments, { entity = { name = arguments.args, tenantScoped = true } })
end

function M.field(arguments)
  local model, field = model_and_field(arguments, "Field Document status String?")
  if model then
    propose(arguments, { modify = { model = model, add = { field } } })
  end
end

function M.rename_field(arguments)
  local words = words_of(arguments, 3, "FieldRename Document name title")
  if words then
    propose(arguments, { modify = { model = words[1], rename = { { words[2], words[3] } } } })
  end
end

function M.change_field(arguments)
  local model, field = model_and_field(arguments, "FieldChange Document name String?")
  if model then
    propose(arguments, { modify = { model = model, change = { field } } })
  end
end

function M.drop_field(arguments)
  local words = words_of(arguments, 2, "FieldDrop Document size")
  if words then
    propose(arguments, { modify = { model = words[1], drop = vim.list_slice(words, 2) } })
  end
end

local function index(arguments, example, unique)
  -- What follows `where` is SQL, and no list of fields.
  local listed, where = arguments.args:match("^(%S+%s+.-%S)%s+where%s+(.+)$")
  local words = words_of({ args = listed or arguments.args }, 2, example)
  if words then
    local named = { table = words[1], fields = vim.list_slice(words, 2), unique = unique, where = where }
    propose(arguments, { index = named })
  end
end

function M.index(arguments)
  index(arguments, "Index Document tenantId createdAt", false)
end

function M.unique(arguments)
  index(arguments, "Unique Document tenantId name", true)
end

function M.data(arguments)
  local words = words_of(arguments, 2, "Data seed chatbot-defaults")
  if words then
    local named = { kind = words[1], name = words[2], table = words[3], fields = vim.list_slice(words, 4) }
    propose(arguments, { data = named })
  end
end

return M
