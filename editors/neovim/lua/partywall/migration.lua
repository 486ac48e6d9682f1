-- `:PartywallMigration` and its sisters: a look at what will be written, a yes, and it is.

local questions = require("partywall.questions")
local scratch = require("partywall.scratch")
local server = require("partywall.server")

local M = {}

local function comment(text)
  return (text:gsub("[^\n]+", "-- %0"))
end

--- The loaded buffer of a file, if there is one.
local function buffer_of(uri)
  local name = vim.fs.normalize(vim.uri_to_fname(uri))
  return vim.iter(vim.api.nvim_list_bufs()):find(function(buffer)
    return vim.api.nvim_buf_is_loaded(buffer) and vim.fs.normalize(vim.api.nvim_buf_get_name(buffer)) == name
  end)
end

--- The buffers of the schema that are not saved: what the migration is made of, so they are saved with it.
local function unsaved(plan)
  return vim
    .iter(plan.sources or {})
    :map(buffer_of)
    :filter(function(buffer)
      return vim.bo[buffer].modified
    end)
    :totable()
end

--- A schema file as its buffer has it, where there is none as it is on disk.
local function current_text(uri)
  local buffer = buffer_of(uri)
  local lines = buffer and vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
    or vim.fn.readfile(vim.uri_to_fname(uri))
  return table.concat(lines, "\n") .. "\n"
end

--- What the changed schema files have that they have not yet; the lines around it too.
local function changed_parts(plan)
  return vim.tbl_map(function(file)
    return { path = file.path, text = vim.diff(current_text(file.uri), file.text, { ctxlen = 3 }) }
  end, plan.schema or {})
end

--- The migration's folder; where the change needs no SQL, the schema alone.
local function target(plan)
  if plan.folder ~= "" then
    return plan.folder
  end
  return table.concat(
    vim.tbl_map(function(file)
      return file.path
    end, plan.schema or {}),
    ", "
  )
end

local function preview(plan)
  local parts = { comment("Partywall will write " .. target(plan)) }
  for _, buffer in ipairs(unsaved(plan)) do
    table.insert(parts, comment("and save " .. vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ":.")))
  end
  for _, note in ipairs(plan.notes or {}) do
    table.insert(parts, comment(note))
  end
  for _, file in ipairs(plan.schema or {}) do
    table.insert(parts, comment("and change " .. file.path .. " (first below)"))
  end
  for _, file in ipairs(vim.list_extend(changed_parts(plan), plan.files)) do
    table.insert(parts, "\n" .. comment("==== " .. file.path) .. "\n\n" .. vim.trim(file.text))
  end
  return scratch.show("migration", "sql", table.concat(parts, "\n"))
end

local function save(plan)
  for _, buffer in ipairs(unsaved(plan)) do
    vim.api.nvim_buf_call(buffer, function()
      vim.cmd("silent update")
    end)
  end
end

--- A line, and below it what else there is to say.
local function told(line, plan)
  return table.concat(vim.list_extend({ line }, plan.notes or {}), "\n")
end

local function write(wish, plan, is_seen)
  save(plan)
  server.execute("createMigration", wish, function(written)
    if written.refused then
      server.notify(written.refused, vim.log.levels.ERROR)
    else
      save(written) -- what the server has changed in the schema belongs to what it has written
      local line = "wrote " .. target(written)
      server.notify(is_seen and line or told(line, written))
    end
  end)
end

--- Asks what is open, shows what a wish comes to, and has it written after a yes.
---@param wish table what `partywall.createMigration` takes
---@param ask boolean whether to show what will be written, and wait for a yes
function M.propose(wish, ask)
  local schema = vim.api.nvim_get_current_win()
  questions.settle(wish, ask, function(plan)
    if plan.refused then
      server.notify(plan.refused, vim.log.levels.ERROR)
    elseif plan.empty then
      server.notify(told("there is nothing to write: the schema is there already", plan))
    elseif not ask then
      write(wish, plan, false)
    else
      local window = preview(plan)
      vim.cmd.redraw()
      vim.ui.select({ "Write the migration", "Cancel" }, { prompt = "Partywall: " .. target(plan) }, function(_, index)
        if vim.api.nvim_win_is_valid(window) then
          vim.api.nvim_win_close(window, true)
        end
        if vim.api.nvim_win_is_valid(schema) then
          vim.api.nvim_set_current_win(schema)
        end
        if index == 1 then
          write(wish, plan, true)
        end
      end)
    end
  end)
end

---@param name string? asked for where it is absent
---@param ask boolean whether to show what will be written, and wait for a yes
function M.create(name, ask)
  if name then
    M.propose({ name = name }, ask)
    return
  end
  vim.ui.input({ prompt = "Name of the migration: " }, function(answer)
    if answer and vim.trim(answer) ~= "" then
      M.propose({ name = vim.trim(answer) }, ask)
    end
  end)
end

return M
