-- `vim.lsp.enable("partywall")` starts this for Prisma schemas and their migrations. See `:help partywall`.

local plugin = vim.fs.dirname(vim.fs.dirname(debug.getinfo(1, "S").source:sub(2)))

-- The nearest project, not the repository: a home folder may be one, and would be searched whole.
local markers = { "partywall.toml", "prisma.config.ts", "package.json", ".git" }

---@type vim.lsp.Config
return {
  cmd = { "partywall", "server", "--stdio" },
  -- Never the workspace: a file that lies there must not be taken for a part of the server.
  cmd_cwd = plugin,
  filetypes = { "prisma", "sql" },
  root_dir = function(buffer, start)
    -- Of all SQL, migrations alone are ours.
    local name = vim.fs.basename(vim.api.nvim_buf_get_name(buffer))
    if vim.bo[buffer].filetype ~= "sql" or name == "migration.sql" then
      start(vim.fs.root(buffer, markers))
    end
  end,
  settings = {
    partywall = {
      -- "auto": left to Prisma's own server where it is attached.
      syntaxErrors = "auto",
      profile = "recommended",
      rules = vim.empty_dict(),
      codeLens = false,
      inlayHints = false,
    },
  },
  -- What the server's actions leave to the editor, because the user is asked first.
  commands = {
    ["partywall.allow"] = function(command)
      require("partywall.commands").allow_with(command.arguments[1])
    end,
    ["partywall.setRoots"] = function(command)
      require("partywall.commands").set_roots(command.arguments[1])
    end,
    ["partywall.showTenancy"] = function()
      require("partywall.commands").tenancy()
    end,
  },
  on_attach = function(client, buffer)
    require("partywall.marks").show(client, buffer)
  end,
  handlers = {
    ["workspace/configuration"] = function(...)
      return require("partywall.settings").answer(...)
    end,
  },
}
