-- `:checkhealth partywall`

local M = {}

function M.check()
  vim.health.start("partywall")
  local command = (vim.lsp.config.partywall or {}).cmd or {}
  local program = type(command) == "table" and command[1] or nil
  if not program then
    vim.health.info("`cmd` is a function; it is not looked at")
  elseif vim.fn.executable(program) == 1 then
    local answer = vim.system({ program, "--version" }, { text = true }):wait()
    vim.health.ok(("%s (%s)"):format(vim.trim(answer.stdout or ""), vim.fn.exepath(program)))
  else
    vim.health.error(
      ("`%s` is not on the PATH"):format(program),
      'install it (`pipx install .` in a checkout), or set `cmd` with vim.lsp.config("partywall", …)'
    )
  end
  if vim.lsp.is_enabled("partywall") then
    vim.health.ok("enabled")
  else
    vim.health.warn("not enabled", 'add vim.lsp.enable("partywall") to your init.lua')
  end
end

return M
