-- The commands, and a look-out for Prisma's own server. Nothing else is loaded before it is used.

if vim.g.loaded_partywall then
  return
end
vim.g.loaded_partywall = true

if vim.fn.has("nvim-0.11") == 0 then
  vim.notify("Partywall needs Neovim 0.11 or newer", vim.log.levels.ERROR)
  return
end

local function command(name, run, options)
  vim.api.nvim_create_user_command("Partywall" .. name, function(arguments)
    require("partywall.commands")[run](arguments)
  end, options)
end

command("Migration", "migration", {
  nargs = "?",
  bang = true,
  desc = "Write the migration that goes with the schema ([!]: without asking)",
})
local function completing(function_name)
  return function(...)
    return require("partywall.commands")[function_name](...)
  end
end

command("Entity", "entity", {
  nargs = 1,
  bang = true,
  desc = "Write a new tenant-scoped model and its migration ([!]: without asking)",
})
command("Field", "field", {
  nargs = "+",
  bang = true,
  complete = completing("complete_model"),
  desc = "Add a field to a model, and write its migration ([!]: without asking)",
})
command("Index", "index", {
  nargs = "+",
  bang = true,
  complete = completing("complete_index"),
  desc = "Add an index to a model, and write its migration ([!]: without asking)",
})
command("Data", "data", {
  nargs = "+",
  bang = true,
  complete = completing("complete_data"),
  desc = "Write a data migration to be filled in: seed, transform or cleanup NAME",
})
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
