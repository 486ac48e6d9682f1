/** Refactorings: of the model or the relation at the cursor, else the user is asked which. */
import * as vscode from "vscode";
import type { Argument, Ask } from "./commands";
import { fieldAtCursor, pickModel, pickRelation, pickSchema, type RelationField } from "./pick";

interface Done {
  readonly applied: boolean;
  readonly reason: string | null;
  readonly choices?: readonly RelationField[];
}

export async function makeTenantScoped(ask: Ask, argument: Argument): Promise<void> {
  const uri = argument.uri ?? (await pickSchema(ask));
  const model = uri && (argument.model ?? (await pickModel(ask, uri)));
  if (model) {
    await explain(await ask<Done>("partywall.makeTenantScoped", { uri, model }));
  }
}

/** A command of the server's that refactors a relation; without a field it says which ones it can. */
export function refactorRelation(command: string): (ask: Ask, argument: Argument) => Promise<void> {
  return async (ask, argument) => {
    const uri = argument.uri ?? (await pickSchema(ask));
    const field = uri && (fieldAtCursor(uri) ?? (await askForRelation(ask, command, uri)));
    if (field) {
      await explain(await ask<Done>(command, { uri, ...field }));
    }
  };
}

async function askForRelation(ask: Ask, command: string, uri: string): Promise<RelationField | undefined> {
  const choices = (await ask<Done>(command, { uri }))?.choices;
  if (choices?.length === 0) {
    await vscode.window.showInformationMessage("Partywall: there is no relation to do this with.");
    return undefined;
  }
  return choices && (await pickRelation(choices));
}

async function explain(done: Done | undefined): Promise<void> {
  if (done && !done.applied) {
    await vscode.window.showWarningMessage(`Partywall: ${done.reason ?? "nothing was changed."}`);
  }
}
