-- What the server is told when it asks for its settings. Neovim's own answer, but for `syntaxErrors = "auto"`: only the
-- editor can see whether Prisma's server reports syntax errors already.

local M = {}

local function reported_by_prisma()
  return vim.iter(vim.lsp.get_clients({ name = "prismals" })):any(function(client)
    return next(client.attached_buffers) ~= nil and not client:is_stopped()
  end)
end

local function resolved(syntax_errors)
  if syntax_errors == nil or syntax_errors == vim.NIL or syntax_errors == "auto" then
    return reported_by_prisma() and "off" or "on"
  end
  return syntax_errors
end

--- Answers `workspace/configuration`.
function M.answer(err, params, context)
  local answers = vim.lsp.handlers["workspace/configuration"](err, params, context)
  for index, item in ipairs(params.items or {}) do
    local answer = answers[index]
    if item.section == "partywall" and type(answer) == "table" then
      answers[index] = vim.tbl_extend("force", answer, { syntaxErrors = resolved(answer.syntaxErrors) })
    elseif item.section == "partywall.syntaxErrors" then
      answers[index] = resolved(answer)
    end
  end
  return answers
end

--- Makes every server ask anew.
function M.announce()
  for _, client in ipairs(vim.lsp.get_clients({ name = "partywall" })) do
    client:notify("workspace/didChangeConfiguration", { settings = client.settings })
  end
end

return M
