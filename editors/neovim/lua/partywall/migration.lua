-- `:PartywallMigration` and its sisters: a look at what will be written, a yes, and it is.

local questions = require("partywall.questions")
local scratch = require("partywall.scratch")
local server = require("partywall.server")

local M = {}

local function comment(text)
  return (text:gsub("[^\n]+", "-- %0"))
end

--- The open schema files that are not saved: what the migration is made of, so they are saved with it.
local function unsaved(client)
  return vim.tbl_filter(function(buffer)
    return vim.bo[buffer].modified
  end, vim.tbl_keys(client.attached_buffers))
end

--- What a changed schema file has that its buffer, or the file on disk, has not; the lines around it too.
local function changed_parts(plan, client)
  return vim.tbl_map(function(file)
    local before = ""
    for buffer in pairs(client.attached_buffers) do
      if vim.endswith(vim.api.nvim_buf_get_name(buffer), file.path) then
        before = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n") .. "\n"
      end
    end
    return { path = file.path, text = vim.diff(before, file.text, { ctxlen = 3 }) }
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

local function preview(plan, client)
  local parts = { comment("Partywall will write " .. target(plan)) }
  for _, buffer in ipairs(unsaved(client)) do
    table.insert(parts, comment("and save " .. vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ":.")))
  end
  for _, note in ipairs(plan.notes or {}) do
    table.insert(parts, comment(note))
  end
  for _, file in ipairs(plan.schema or {}) do
    table.insert(parts, comment("and change " .. file.path .. " (first below)"))
  end
  for _, file in ipairs(vim.list_extend(changed_parts(plan, client), plan.files)) do
    table.insert(parts, "\n" .. comment("==== " .. file.path) .. "\n\n" .. vim.trim(file.text))
  end
  return scratch.show("migration", "sql", table.concat(parts, "\n"))
end

local function save(client)
  for _, buffer in ipairs(unsaved(client)) do
    vim.api.nvim_buf_call(buffer, function()
      vim.cmd("silent update")
    end)
  end
end

local function write(wish, client)
  save(client)
  server.execute("createMigration", wish, function(written)
    if written.refused then
      server.notify(written.refused, vim.log.levels.ERROR)
    else
      save(client) -- what the server has changed in the schema belongs to what it has written
      server.notify("wrote " .. target(written))
    end
  end)
end

--- Asks what is open, shows what a wish comes to, and has it written after a yes.
---@param wish table what `partywall.createMigration` takes
---@param ask boolean whether to show what will be written, and wait for a yes
function M.propose(wish, ask)
  local schema = vim.api.nvim_get_current_win()
  questions.settle(wish, ask, function(plan, client)
    if plan.refused then
      server.notify(plan.refused, vim.log.levels.ERROR)
    elseif plan.empty then
      server.notify("the migrations build this schema already; there is nothing to write")
    elseif not ask then
      write(wish, client)
    else
      local window = preview(plan, client)
      vim.cmd.redraw()
      vim.ui.select({ "Write the migration", "Cancel" }, { prompt = "Partywall: " .. target(plan) }, function(_, index)
        if vim.api.nvim_win_is_valid(window) then
          vim.api.nvim_win_close(window, true)
        end
        if vim.api.nvim_win_is_valid(schema) then
          vim.api.nvim_set_current_win(schema)
        end
        if index == 1 then
          write(wish, client)
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
