-- What the `:Partywall…` commands do.

local scratch = require("partywall.scratch")
local server = require("partywall.server")

local M = {}

--- Says why a command of the server's did nothing.
local function explain(done)
  if not done.applied then
    server.notify(done.reason or "nothing was changed", vim.log.levels.WARN)
  end
end

function M.migration(arguments)
  if server.client() then
    local name = arguments.args ~= "" and arguments.args or nil
    require("partywall.migration").create(name, not arguments.bang)
  end
end

function M.fix_all(arguments)
  server.execute("fixAllInSchema", { unsafe = arguments.bang }, function(answer)
    local left = answer.remaining == 0 and "nothing is left" or (answer.remaining .. " left")
    server.notify(("%d fixed, %s; `:wall` saves what changed"):format(answer.applied, left))
  end)
end

function M.tenancy()
  server.execute("showTenancy", {}, function(answer)
    scratch.show("tenancy", "markdown", answer.markdown)
  end)
end

--- The findings in the line of the cursor.
local function findings_under_cursor()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  return vim.tbl_filter(function(diagnostic)
    return diagnostic.source == "partywall"
  end, vim.diagnostic.get(0, { lnum = line }))
end

local function rule_under_cursor()
  local finding = findings_under_cursor()[1]
  return finding and finding.code
end

--- Asks why a finding is allowed, and has the server write it down.
---@param argument { rule: string, fingerprint: string }
---@param reason string? asked for where it is absent
function M.allow_with(argument, reason)
  local function write(answer)
    if not answer or vim.trim(answer) == "" then
      return
    end
    local said = { rule = argument.rule, fingerprint = argument.fingerprint, reason = vim.trim(answer) }
    server.execute("allow", said, explain)
  end
  if reason then
    write(reason)
  else
    vim.ui.input({ prompt = ("Why is `%s` fine here? "):format(argument.rule) }, write)
  end
end

function M.allow(arguments)
  local reason = arguments.args ~= "" and arguments.args or nil
  local allowable = {}
  for _, finding in ipairs(findings_under_cursor()) do
    local data = vim.tbl_get(finding, "user_data", "lsp", "data")
    if data then
      table.insert(allowable, { rule = finding.code, fingerprint = data.fingerprint })
    end
  end
  if #allowable == 0 then
    server.notify("no finding in this line", vim.log.levels.WARN)
  elseif #allowable == 1 then
    M.allow_with(allowable[1], reason)
  else
    local function named(each)
      return each.rule
    end
    vim.ui.select(allowable, { prompt = "Allow", format_item = named }, function(chosen)
      if chosen then
        M.allow_with(chosen, reason)
      end
    end)
  end
end

function M.explain(arguments)
  local rule = arguments.args ~= "" and arguments.args or rule_under_cursor()
  if not rule then
    server.notify("no finding in this line; name a rule", vim.log.levels.WARN)
    return
  end
  server.execute("explainRule", { rule = rule }, function(answer)
    scratch.show(rule, "markdown", answer.markdown)
  end)
end

--- The rules that have a finding in this buffer.
function M.complete_rule(lead)
  local rules = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    if diagnostic.source == "partywall" and vim.startswith(diagnostic.code or "", lead) then
      rules[diagnostic.code] = true
    end
  end
  return vim.fn.sort(vim.tbl_keys(rules))
end

--- The name of the block that the cursor is in, where that is a model.
local function model_under_cursor()
  local last = vim.api.nvim_win_get_cursor(0)[1]
  local lines = vim.api.nvim_buf_get_lines(0, 0, last, false)
  for number = last, 1, -1 do
    local keyword, name = lines[number]:match("^%s*(%a+)%s+([^%s{]+)%s*{")
    if keyword then
      return keyword == "model" and name or nil
    end
    if number < last and lines[number]:match("^}") then
      return nil
    end
  end
end

function M.scope()
  local model = model_under_cursor()
  if not model then
    server.notify("the cursor is in no model", vim.log.levels.WARN)
    return
  end
  server.execute("makeTenantScoped", { model = model }, explain)
end

--- Refactors the relation under the cursor, else one of those that the server offers.
local function refactor(command)
  local field = vim.api.nvim_get_current_line():match("^%s+([^%s/@]+)%s+[^%s{]+")
  local model = field and model_under_cursor()
  if model then
    server.execute(command, { model = model, field = field }, explain)
    return
  end
  server.execute(command, {}, function(answer)
    if #answer.choices == 0 then
      server.notify("there is no relation to do this with")
      return
    end
    local function named(each)
      return each.model .. "." .. each.field
    end
    vim.ui.select(answer.choices, { prompt = "Which relation?", format_item = named }, function(chosen)
      if chosen then
        server.execute(command, { model = chosen.model, field = chosen.field }, explain)
      end
    end)
  end)
end

function M.consistent()
  refactor("makeTenantConsistent")
end

function M.join()
  refactor("makeJoinExplicit")
end

--- Has the server write to `partywall.toml` which model is the tenant.
function M.set_roots(argument)
  server.execute("setRoots", argument, function(done)
    explain(done)
    if done.applied then
      server.notify("wrote the answer to " .. vim.fn.fnamemodify(done.file, ":."))
    end
  end)
end

--- Stops every server and starts them anew, with the configuration as it is now.
function M.restart()
  local clients = vim.lsp.get_clients({ name = "partywall" })
  vim.lsp.enable("partywall", false)
  local deadline = vim.uv.now() + 3000
  local function start_when_stopped()
    local running = vim.tbl_filter(function(client)
      return not client:is_stopped()
    end, clients)
    if #running == 0 then
      vim.lsp.enable("partywall")
      return
    end
    if vim.uv.now() > deadline then
      for _, client in ipairs(running) do
        client:stop(true)
      end
    end
    vim.defer_fn(start_when_stopped, 50)
  end
  start_when_stopped()
end

return M
