-- Talking with the language server of the current buffer.

local M = {}

function M.notify(message, level)
  vim.notify("Partywall: " .. message, level or vim.log.levels.INFO)
end

--- The client of the current buffer; says so where there is none.
---@return vim.lsp.Client?
function M.client()
  local client = vim.lsp.get_clients({ name = "partywall", bufnr = 0 })[1]
  if not client then
    M.notify("no server for this buffer; open a Prisma schema, or see :help partywall", vim.log.levels.ERROR)
  end
  return client
end

-- The text changed while the server answered (LSP 3.17, "ContentModified"); nothing was done.
local CONTENT_MODIFIED = -32801

local function request(client, params, buffer, tries, done)
  client:request("workspace/executeCommand", params, function(err, answer)
    if err and err.code == CONTENT_MODIFIED and tries > 1 then
      vim.defer_fn(function()
        request(client, params, buffer, tries - 1, done)
      end, 200)
    elseif err then
      M.notify(err.message, vim.log.levels.ERROR)
    elseif answer then
      done(answer, client)
    end
  end, buffer)
end

--- What a command of the server's says of the current buffer, for a completion; the first may wait for the start.
---@param command string without the prefix `partywall.`
---@return table? # nothing where there is no server, no answer in time, or an error
function M.answer_now(command)
  local client = vim.lsp.get_clients({ name = "partywall", bufnr = 0 })[1]
  local params = { command = "partywall." .. command, arguments = { { uri = vim.uri_from_bufnr(0) } } }
  local answer = client and client:request_sync("workspace/executeCommand", params, 5000, 0)
  return answer and answer.result
end

--- Runs a command of the server's and hands its answer to `done`; an error is shown instead.
---@param command string without the prefix `partywall.`
---@param argument table `uri` is added: the current buffer's
---@param done fun(answer: table, client: vim.lsp.Client)
function M.execute(command, argument, done)
  local client = M.client()
  if not client then
    return
  end
  argument.uri = vim.uri_from_bufnr(0)
  local params = { command = "partywall." .. command, arguments = { argument } }
  request(client, params, vim.api.nvim_get_current_buf(), 5, done)
end

return M
