/** The answer to a finding that asks which model is the tenant: the server writes it to `partywall.toml`. */
import * as vscode from "vscode";
import type { Argument, Ask } from "./commands";

interface Answered {
  readonly applied: boolean;
  readonly reason: string | null;
  readonly file: string;
}

export async function setRoots(ask: Ask, argument: Argument): Promise<void> {
  // The server reads and writes the file on disk: what is typed there must not be lost.
  const open = vscode.workspace.textDocuments.filter((each) => each.fileName.endsWith("partywall.toml"));
  await Promise.all(open.filter((each) => each.isDirty).map((each) => each.save()));
  const answer = await ask<Answered>("partywall.setRoots", argument);
  if (answer && !answer.applied) {
    await vscode.window.showWarningMessage(`Partywall: ${answer.reason ?? "nothing was changed."}`);
  } else if (answer) {
    const file = vscode.workspace.asRelativePath(answer.file);
    await vscode.window.showInformationMessage(`Partywall wrote the answer to ${file}`);
  }
}
