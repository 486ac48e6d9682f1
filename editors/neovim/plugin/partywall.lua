-- The commands, and a look-out for Prisma's own server. Nothing else is loaded before it is used.

if vim.g.loaded_partywall then
  return
end
vim.g.loaded_partywall = true

if vim.fn.has("nvim-0.11") == 0 then
  vim.notify("Partywall needs Neovim 0.11 or newer", vim.log.levels.ERROR)
  return
end

local function command(name, run, options, module)
  vim.api.nvim_create_user_command("Partywall" .. name, function(arguments)
    require(module or "partywall.commands")[run](arguments)
  end, options)
end

command("Migration", "migration", {
  nargs = "?",
  bang = true,
  desc = "Write the migration that goes with the schema ([!]: without asking)",
})

--- A command that changes the schema and writes the migration that goes with it.
local function form(name, run, complete, desc)
  local options = { nargs = "+", bang = true, desc = desc .. " ([!]: without asking)" }
  options.complete = complete and function(...)
    return require("partywall.forms")[complete](...)
  end
  command(name, run, options, "partywall.forms")
end

form("Entity", "entity", nil, "Write a new tenant-scoped model and its migration")
form("Field", "field", "complete_model", "Add a field to a model, and write its migration")
form("FieldRename", "rename_field", "complete_field", "Rename a field, and write its migration")
form("FieldChange", "change_field", "complete_field", "Change a field, and write its migration")
form("FieldDrop", "drop_field", "complete_fields", "Drop fields of a model, and write their migration")
form("Index", "index", "complete_index", "Add an index to a model, and write its migration")
form("Unique", "unique", "complete_index", "Add a unique to a model, and write its migration")
form("Data", "data", "complete_data", "Write a data migration to be filled in: seed, transform or cleanup NAME")

command("FixAll", "fix_all", {
  bang = true,
  desc = "Apply the safe fixes to every file of the schema ([!]: the unsafe ones too)",
})
command("Tenancy", "tenancy", { desc = "Show whose data each model holds, and why" })
command("Explain", "explain", {
  nargs = "?",
  complete = function(...)
    return require("partywall.commands").complete_rule(...)
  end,
  desc = "Explain a rule, or the one of the finding under the cursor",
})
command("Allow", "allow", { nargs = "?", desc = "Allow the finding under the cursor, with a reason" })
command("Scope", "scope", { desc = "Make the model under the cursor tenant-scoped" })
command("Consistent", "consistent", { desc = "Make the relation under the cursor tenant-consistent" })
command("Join", "join", { desc = "Turn the implicit many-to-many under the cursor into an explicit join" })
command("Restart", "restart", { desc = "Restart the language server" })

vim.api.nvim_create_autocmd({ "LspAttach", "LspDetach" }, {
  group = vim.api.nvim_create_augroup("partywall", {}),
  desc = "Leave syntax errors to Prisma's own server while it is attached",
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == "prismals" then
      vim.schedule(require("partywall.settings").announce)
    end
  end,
})
