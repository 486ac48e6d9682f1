-- A window that shows a text nobody is meant to save.

local M = {}

--- Opens a split; `q` closes it.
---@return integer window
function M.show(title, filetype, text)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(vim.trim(text), "\n"))
  vim.bo[buffer].bufhidden = "wipe"
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].filetype = filetype
  vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = buffer, nowait = true, desc = "Close" })
  vim.cmd("botright split")
  vim.api.nvim_win_set_buf(0, buffer)
  -- Two of one name cannot be: where an older one is still shown, this one stays without.
  pcall(vim.api.nvim_buf_set_name, buffer, "partywall://" .. title)
  return vim.api.nvim_get_current_win()
end

return M
