-- What stands beside the text where the settings ask for it: code lenses and inlay hints.

local M = {}

--- Shows both in a buffer as far as they are wanted, and keeps the lenses current. (Hints Neovim keeps itself.)
function M.show(client, buffer)
  local settings = vim.tbl_get(client.settings, "partywall") or {}
  if settings.inlayHints then
    vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  end
  if not settings.codeLens then
    return
  end
  local function refresh()
    vim.lsp.codelens.refresh({ bufnr = buffer })
  end
  refresh()
  vim.api.nvim_create_autocmd({ "BufEnter", "InsertLeave", "TextChanged" }, {
    group = vim.api.nvim_create_augroup("partywall.marks." .. buffer, {}),
    buffer = buffer,
    desc = "Say above each model whose data it is",
    callback = refresh,
  })
end

return M
