-- What a migration leaves open until the user says it: is it a new name, and what becomes of rows whose tenant
-- cannot be told.

local server = require("partywall.server")

local M = {}

--- Asks what a thing that is gone has become; `done` gets the answer's verb, or nothing where none is given.
local function ask_for_name(question, done)
  local answers = {
    { verb = "rename", text = "It is, and is renamed: values stay" },
    { verb = "map", text = "It is, and keeps its name in the database: `@map`, no SQL" },
    { verb = "drop", text = "It is not. Lost: " .. question.loss },
  }
  local function shown(answer)
    return answer.text
  end
  vim.ui.select(answers, { prompt = question.text, format_item = shown }, function(chosen)
    if chosen then
      done(chosen.verb)
    end
  end)
end

--- Asks what becomes of some rows; `done` gets what the server's option takes.
local function ask_for_rows(strays, done)
  local choices = {
    { action = "refuse", text = "Refuse: while there are any, the migration does nothing" },
    { action = "assign", text = "Assign them to one tenant" },
    { action = "delete", text = "Delete them: LOSS, with all that references them and cascades" },
  }
  local function shown(choice)
    return choice.text
  end
  vim.ui.select(choices, { prompt = strays.text, format_item = shown }, function(chosen)
    if not chosen then
      return
    elseif chosen.action ~= "assign" then
      done(chosen.action)
      return
    end
    vim.ui.input({ prompt = "The id of the tenant: " }, function(id)
      if id and vim.trim(id) ~= "" then
        done("assign=" .. vim.trim(id))
      end
    end)
  end)
end

--- Asks for one kind of rows after the other, and plans anew with what was chosen.
local function settle_rows(wish, open, done)
  local strays = table.remove(open, 1)
  if not strays then
    server.execute("previewMigration", vim.deepcopy(wish), done)
    return
  end
  ask_for_rows(strays, function(choice)
    wish[strays.option] = choice
    settle_rows(wish, open, done)
  end)
end

--- Asks for one name after the other, since each answer may settle others.
local function settle_names(wish, asked, done)
  server.execute("previewMigration", vim.deepcopy(wish), function(plan, client)
    for _, question in ipairs(plan.questions) do
      if not asked[question.text] then
        asked[question.text] = true
        ask_for_name(question, function(verb)
          table.insert(wish.answers[verb], question[verb])
          settle_names(wish, asked, done)
        end)
        return
      end
    end
    done(plan, client)
  end)
end

--- Completes a wish with what the user says. Renames are asked about always, never guessed; rows without a tenant
--- are refused where nobody is to be asked.
---@param wish table what `partywall.createMigration` takes; the answers are put into it
---@param ask boolean
---@param done fun(plan: table, client: vim.lsp.Client)
function M.settle(wish, ask, done)
  wish.answers = { rename = {}, map = {}, drop = {} }
  settle_names(wish, {}, function(plan, client)
    if ask and #plan.strays > 0 then
      settle_rows(wish, plan.strays, done)
    else
      done(plan, client)
    end
  end)
end

return M
