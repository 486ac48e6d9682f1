/** *Create migration*: ask for a name, show what will be written, write it once the user agrees. */
import * as vscode from "vscode";
import type { Argument, Ask } from "./commands";
import type { ReadOnlyDocuments } from "./documents";
import { type Open, settle } from "./migrationQuestions";
import { pickSchema } from "./pick";

interface Migration extends Open {
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly notes: readonly string[];
  readonly empty: boolean;
  readonly refused: string | null;
  /** The schema's files that change along with it, with their new texts. */
  readonly schema: readonly { readonly uri: string; readonly path: string; readonly text: string }[];
  /** All files of the schema, which the migration is made of. */
  readonly sources: readonly string[];
}

export async function createMigration(
  ask: Ask,
  argument: Argument,
  documents: ReadOnlyDocuments,
): Promise<void> {
  const uri = argument.uri ?? (await pickSchema(ask));
  const name = uri && (argument.name ?? (await askForName()));
  if (!name) {
    return;
  }
  await writeAfterALook(ask, { uri, name }, documents);
}

/** Asks what is open, shows what a wish comes to, and has it written once the user agrees. */
export async function writeAfterALook(ask: Ask, asked: object, documents: ReadOnlyDocuments): Promise<void> {
  const settled = await settle<Migration>(ask, asked);
  if (settled === undefined) {
    return;
  }
  const { planned, wish } = settled;
  if ((await saysNothingToWrite(planned)) || !(await agrees(planned, documents))) {
    return;
  }
  // The server plans anew: what was edited meanwhile counts. It writes the folder whole or not at all, and shows it.
  const written = await ask<Migration>("partywall.createMigration", wish);
  if (written !== undefined && !(await saysNothingToWrite(written))) {
    // The schema as it stands belongs to what is written, with what the server has just changed in it.
    const sources = new Set(written.sources.map((uri) => vscode.Uri.parse(uri, true).fsPath));
    const open = vscode.workspace.textDocuments.filter(({ uri }) => sources.has(uri.fsPath));
    await Promise.all(open.filter(({ isDirty }) => isDirty).map((document) => document.save()));
    await vscode.window.showInformationMessage(`Partywall wrote ${whatIsWritten(written)}`);
  }
}

/** The migration's folder; where the change needs no SQL, the schema alone. */
function whatIsWritten(migration: Migration): string {
  return migration.folder || migration.schema.map(({ path }) => path).join(", ");
}

function askForName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: "Create migration",
    prompt: "Name of the migration",
    placeHolder: "add_tenant_to_document",
    ignoreFocusOut: true,
    validateInput: faultOfName,
  });
}

/** The name becomes part of a folder's: what any file system and Prisma take. */
export function faultOfName(name: string): string | undefined {
  if (name === "") {
    return "A migration needs a name.";
  }
  if (name.length > 100) {
    return "At most 100 characters.";
  }
  return /^[A-Za-z0-9_-]+$/.test(name) ? undefined : "Letters, digits, `_` and `-` only.";
}

async function saysNothingToWrite(migration: Migration): Promise<boolean> {
  if (migration.refused !== null && migration.refused !== undefined) {
    await vscode.window.showErrorMessage(`Partywall writes no migration: ${migration.refused}`);
    return true;
  }
  if (migration.empty) {
    const line = "Partywall: there is nothing to write: the schema is there already.";
    await vscode.window.showInformationMessage([line, ...migration.notes].join(" "));
    return true;
  }
  return false;
}

/** Shows the files as what would be added, all in one read-only view, and leaves the decision to the user. */
async function agrees(planned: Migration, documents: ReadOnlyDocuments): Promise<boolean> {
  const title = `${whatIsWritten(planned)} (preview)`;
  const changed = planned.schema.map(({ uri, path, text }) => ({
    before: vscode.Uri.parse(uri, true),
    after: documents.put(path, text),
  }));
  const added = planned.files.map(({ path, text }) => documents.put(path, text));
  const uris = [...changed.map(({ after }) => after), ...added];
  const changes = [
    ...changed.map(({ before, after }) => [before, before, after]),
    ...added.map((uri) => [uri, undefined, uri]),
  ];
  // A low list without a title: it lies over the top of the view.
  const write = { label: `$(check) Write ${whatIsWritten(planned)}`, detail: planned.notes.join(" ") };
  try {
    await documents.compare(title, changes);
    const choice = await vscode.window.showQuickPick([write], {
      placeHolder: "Nothing is written yet. Enter writes it, Escape does not.",
      ignoreFocusOut: true,
    });
    return choice === write;
  } finally {
    await documents.close(title, uris);
  }
}
