/** *Allow here…*: ask why, and have the server write the directive. */
import * as vscode from "vscode";
import type { Argument, Ask } from "./commands";

export async function allow(ask: Ask, argument: Argument): Promise<void> {
  const { uri, rule, fingerprint } = argument;
  const reason = uri && rule && fingerprint && (await askForReason(rule));
  if (!reason) {
    return;
  }
  const answer = await ask<{ applied: boolean; reason: string | null }>("partywall.allow", {
    uri,
    rule,
    fingerprint,
    reason,
  });
  if (answer && !answer.applied) {
    await vscode.window.showWarningMessage(`Partywall: ${answer.reason ?? "nothing was changed."}`);
  }
}

function askForReason(rule: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: `Allow ${rule} here`,
    prompt: "Why is it fine here? Who reads it next wants to know.",
    placeHolder: "numbers of orders are global on purpose",
    ignoreFocusOut: true,
    validateInput: (reason) => (reason.trim() === "" ? "An allowance needs a reason." : undefined),
  });
}
