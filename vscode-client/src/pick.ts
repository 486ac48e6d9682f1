/** Which schema and which model a command is about: the one at the cursor, else the user is asked. */
import * as vscode from "vscode";

/** The URI of the schema in front, of the only one there is, or of one that the user picks. */
export async function pickSchema(): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === "prisma") {
    return String(active.uri);
  }
  const found = await vscode.workspace.findFiles("**/*.prisma", "**/node_modules/**", 200);
  if (found.length === 0) {
    await vscode.window.showInformationMessage("Partywall: there is no Prisma schema in this workspace.");
    return undefined;
  }
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri: String(uri) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const picked =
    items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: "Which schema?" });
  return picked?.uri;
}

/** The model at the cursor, else one that the user picks. */
export async function pickModel(uri: string): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const editor = vscode.window.activeTextEditor;
  const here = editor?.document === document ? modelAt(document, editor.selection.active.line) : undefined;
  return here ?? (await vscode.window.showQuickPick(models(document), { title: "Which model?" }));
}

export interface RelationField {
  readonly model: string;
  readonly field: string;
}

/** The field at the cursor, where that is one of a model; whether it is a relation the server knows. */
export function fieldAtCursor(uri: string): RelationField | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || String(editor.document.uri) !== uri) {
    return undefined;
  }
  const { line } = editor.selection.active;
  const field = /^\s+([\p{L}\p{N}_-]+)\s+[\p{L}\p{N}_-]+/u.exec(editor.document.lineAt(line).text)?.[1];
  const model = modelAt(editor.document, line);
  return field !== undefined && model !== undefined ? { model, field } : undefined;
}

/** One of the relations that the server offers. */
export async function pickRelation(choices: readonly RelationField[]): Promise<RelationField | undefined> {
  const items = choices.map((each) => ({ label: `${each.model}.${each.field}`, each }));
  const picked = await vscode.window.showQuickPick(items, { title: "Which relation?" });
  return picked?.each;
}

/** A field, and how it is written but for the layout and a comment. */
export interface WrittenField {
  readonly name: string;
  readonly text: string;
  readonly isRelation: boolean;
}

export function isScalar(field: WrittenField): boolean {
  return !field.isRelation;
}

/** One of the fields of a model. */
export async function pickField(uri: string, model: string): Promise<WrittenField | undefined> {
  const items = (await fields(uri, model)).map((field) => ({ label: field.name, field }));
  return (await vscode.window.showQuickPick(items, { title: `Which field of ${model}?` }))?.field;
}

/** Some of the fields of a model, in the order of the schema. */
export async function pickFields(
  uri: string,
  model: string,
  isMeant: (field: WrittenField) => boolean = () => true,
): Promise<string[] | undefined> {
  const names = (await fields(uri, model)).filter(isMeant).map(({ name }) => name);
  return vscode.window.showQuickPick(names, { title: `Which fields of ${model}?`, canPickMany: true });
}

/** Scalar fields of a model in the order that the user wants: one after the other, until that is all. */
export async function pickInOrder(uri: string, model: string): Promise<string[] | undefined> {
  const chosen: string[] = [];
  const left = new Set((await fields(uri, model)).filter(isScalar).map(({ name }) => name));
  const all = { label: "$(check) That is all" };
  while (left.size > 0) {
    const items = [...left].map((label) => ({ label }));
    const title = chosen.length === 0 ? `Which field of ${model} first?` : `${chosen.join(", ")}, and then?`;
    const offered = chosen.length === 0 ? items : [all, ...items];
    const picked = await vscode.window.showQuickPick(offered, { title });
    if (picked === undefined) {
      return undefined;
    }
    if (picked === all) {
      break;
    }
    chosen.push(picked.label);
    left.delete(picked.label);
  }
  return chosen;
}

async function fields(uri: string, model: string): Promise<WrittenField[]> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const lines = document.getText().split(/\r?\n/);
  const start = lines.findIndex((line) => modelName(line) === model);
  const length = lines.slice(start).findIndex((line) => line.startsWith("}"));
  const known = new Set(models(document));
  return lines.slice(start + 1, start + length).flatMap((line) => {
    const [, name, type, rest] = FIELD.exec(line) ?? [];
    if (name === undefined || type === undefined) {
      return [];
    }
    const isRelation = known.has(type.replace(/\W+$/, "")) || /@relation\b/.test(rest ?? "");
    return [{ name, text: [name, type, rest].filter(Boolean).join(" "), isRelation }];
  });
}

/** A line's name, type and attributes; a comment is what follows two slashes outside of quotes. */
const FIELD =
  /^\s+(\p{L}[\p{L}\p{N}_-]*)\s+([^\s/]\S*)\s*((?:"(?:\\.|[^"\\])*"|[^"/]|\/(?!\/))*?)\s*(?:\/\/.*)?$/u;

function modelAt(document: vscode.TextDocument, line: number): string | undefined {
  for (let at = line; at >= 0; at -= 1) {
    const { text } = document.lineAt(at);
    const name = modelName(text);
    if (name !== undefined || (at < line && text.startsWith("}"))) {
      return name;
    }
  }
  return undefined;
}

function models(document: vscode.TextDocument): string[] {
  return document
    .getText()
    .split(/\r?\n/)
    .flatMap((line) => modelName(line) ?? []);
}

function modelName(line: string): string | undefined {
  return /^\s*model\s+([\p{L}\p{N}_-]+)\s*\{/u.exec(line)?.[1];
}
