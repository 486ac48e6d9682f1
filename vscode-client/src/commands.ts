/** The commands of the palette. Each asks for what the server needs to know, and shows what it answers; the work is the server's. */
import * as vscode from "vscode";
import { allow } from "./allow";
import { createMigration } from "./createMigration";
import type { ReadOnlyDocuments } from "./documents";
import {
  addField,
  addIndex,
  changeField,
  createDataMigration,
  createEntity,
  dropField,
  renameField,
} from "./migrationForms";
import { pickSchema } from "./pick";
import { makeTenantScoped, refactorRelation } from "./refactor";
import { setRoots } from "./roots";
import type { Server } from "./server";
import { setUp } from "./setup";
import type { Complaint } from "./status";

/** What an editor feature of the server may already have filled in; the palette fills in nothing. */
export interface Argument {
  readonly uri?: string;
  readonly model?: string;
  readonly rule?: string;
  readonly fingerprint?: string;
  readonly name?: string;
  readonly unsafe?: boolean;
  readonly roots?: readonly string[];
  readonly keys?: readonly string[];
}

/** One way to the server: it waits for the start, complains where there is no server, and can be cancelled. */
export type Ask = <Answer>(command: string, argument: object) => Promise<Answer | undefined>;

export function registerCommands(
  server: Server,
  documents: ReadOnlyDocuments,
  complaint: Complaint,
): vscode.Disposable {
  const ask: Ask = (command, argument) => askServer(server, command, argument);
  const palette: Record<string, (ask: Ask, argument: Argument) => Promise<void>> = {
    "partywall.createMigration": (ask, argument) => createMigration(ask, argument, documents),
    "partywall.createEntity": (ask, argument) => createEntity(ask, argument, documents),
    "partywall.addField": (ask, argument) => addField(ask, argument, documents),
    "partywall.renameField": (ask, argument) => renameField(ask, argument, documents),
    "partywall.changeField": (ask, argument) => changeField(ask, argument, documents),
    "partywall.dropField": (ask, argument) => dropField(ask, argument, documents),
    "partywall.addIndex": (ask, argument) => addIndex(ask, argument, documents),
    "partywall.createDataMigration": (ask, argument) => createDataMigration(ask, argument, documents),
    "partywall.fixAllInSchema": fixAllInSchema,
    "partywall.showTenancy": (ask, argument) => showTenancy(ask, argument, documents),
    "partywall.makeTenantScoped": makeTenantScoped,
    "partywall.makeTenantConsistent": refactorRelation("partywall.makeTenantConsistent"),
    "partywall.makeJoinExplicit": refactorRelation("partywall.makeJoinExplicit"),
    "partywall.setRoots": setRoots,
    "partywall.allow": allow,
    "partywall.explainRule": (ask, argument) => explainRule(ask, argument, documents),
  };
  const needServer = Object.entries(palette).map(([id, act]) =>
    vscode.commands.registerCommand(id, async (argument: Argument | undefined) => {
      if (await server.isReady()) {
        await act(ask, argument ?? {});
      } else {
        await complaint.show(server.state);
      }
    }),
  );
  return vscode.Disposable.from(
    ...needServer,
    vscode.commands.registerCommand("partywall.restartServer", () => server.restart()),
    vscode.commands.registerCommand("partywall.showLogs", () => server.log.show()),
    vscode.commands.registerCommand("partywall.setUp", () => setUp(server)),
  );
}

/** A quick answer comes without a sound; one that takes long is shown as awaited, with a button to cancel it. */
async function askServer<Answer>(
  server: Server,
  command: string,
  argument: object,
): Promise<Answer | undefined> {
  const source = new vscode.CancellationTokenSource();
  const show = (title: string) => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: `Partywall: ${title}`,
      cancellable: true,
    };
    vscode.window.withProgress(options, async (_progress, token) => {
      token.onCancellationRequested(() => source.cancel());
      await Promise.allSettled([answer]);
    });
  };
  const answer = server.running.execute<Answer>(command, argument, source.token, show);
  try {
    return await answer;
  } catch (error) {
    if (!source.token.isCancellationRequested) {
      server.log.error(`${command}: ${String(error)}`);
      await vscode.window.showErrorMessage(
        `Partywall: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    return undefined;
  } finally {
    source.dispose();
  }
}

async function fixAllInSchema(ask: Ask, argument: Argument): Promise<void> {
  const uri = argument.uri ?? (await pickSchema(ask));
  if (uri === undefined) {
    return;
  }
  const fix = (unsafe: boolean) =>
    ask<{ applied: number; remaining: number }>("partywall.fixAllInSchema", { uri, unsafe });
  const done = await fix(argument.unsafe ?? false);
  if (done === undefined) {
    return;
  }
  const message = `${counted(done.applied, "fix", "fixes")} applied, ${counted(done.remaining, "finding remains", "findings remain")}.`;
  const more = argument.unsafe || done.remaining === 0 ? [] : ["Apply unsafe fixes"];
  const choice = await vscode.window.showInformationMessage(`Partywall: ${message}`, ...more);
  if (choice !== undefined) {
    await fixAllInSchema(ask, { uri, unsafe: true });
  }
}

async function showTenancy(ask: Ask, argument: Argument, documents: ReadOnlyDocuments): Promise<void> {
  const uri = argument.uri ?? (await pickSchema(ask));
  const answer = uri && (await ask<{ markdown: string }>("partywall.showTenancy", { uri }));
  if (answer) {
    await documents.showMarkdown("Tenancy", answer.markdown);
  }
}

async function explainRule(ask: Ask, argument: Argument, documents: ReadOnlyDocuments): Promise<void> {
  const { rule } = argument;
  const answer = rule && (await ask<{ markdown: string }>("partywall.explainRule", { rule }));
  if (answer) {
    await documents.showMarkdown(rule, answer.markdown);
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
