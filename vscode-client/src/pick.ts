/** Which schema, model and fields a command is about: those at the cursor, else the user is asked. What there is, the server says. */
import * as vscode from "vscode";
import { OURS } from "./client";
import type { Ask } from "./commands";

/** The URI of the schema or migration in front, of the only schema there is, or of one that the user picks. */
export async function pickSchema(ask: Ask): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (active !== undefined && vscode.languages.match(OURS, active) > 0) {
    return String(active.uri);
  }
  const answer = await ask<{ schemas: readonly { uri: string; path: string }[] }>(
    "partywall.listSchemas",
    {},
  );
  if (answer?.schemas.length === 0) {
    await vscode.window.showInformationMessage("Partywall: there is no Prisma schema in this workspace.");
  }
  const items =
    answer?.schemas.map(({ uri, path }) => ({ label: vscode.workspace.asRelativePath(path), uri })) ?? [];
  const picked =
    items.length > 1 ? await vscode.window.showQuickPick(items, { title: "Which schema?" }) : items[0];
  return picked?.uri;
}

/** The model at the cursor, else one of the schema's that the user picks. */
export async function pickModel(ask: Ask, uri: string): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const isInFront = editor !== undefined && String(editor.document.uri) === uri;
  const here = isInFront ? modelAt(editor.document, editor.selection.active.line) : undefined;
  return here ?? (await askForModel(ask, uri));
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
  readonly isScalar: boolean;
}

interface ListedModel {
  readonly name: string;
  readonly path: string;
  readonly fields: readonly WrittenField[];
}

export function isScalar(field: WrittenField): boolean {
  return field.isScalar;
}

/** One of the fields of a model. */
export async function pickField(ask: Ask, uri: string, model: string): Promise<WrittenField | undefined> {
  const items = (await fields(ask, uri, model))?.map((field) => ({ label: field.name, field }));
  return items && (await vscode.window.showQuickPick(items, { title: `Which field of ${model}?` }))?.field;
}

/** Some of the fields of a model, in the order of the schema. */
export async function pickFields(
  ask: Ask,
  uri: string,
  model: string,
  isMeant: (field: WrittenField) => boolean = () => true,
): Promise<string[] | undefined> {
  const names = (await fields(ask, uri, model))?.filter(isMeant).map(({ name }) => name);
  return (
    names && vscode.window.showQuickPick(names, { title: `Which fields of ${model}?`, canPickMany: true })
  );
}

/** Scalar fields of a model in the order that the user wants: one after the other, until that is all. */
export async function pickInOrder(ask: Ask, uri: string, model: string): Promise<string[] | undefined> {
  const offered = await fields(ask, uri, model);
  if (offered === undefined) {
    return undefined;
  }
  const chosen: string[] = [];
  const left = new Set(offered.filter(isScalar).map(({ name }) => name));
  const all = { label: "$(check) That is all" };
  while (left.size > 0) {
    const items = [...left].map((label) => ({ label }));
    const title = chosen.length === 0 ? `Which field of ${model} first?` : `${chosen.join(", ")}, and then?`;
    const picked = await vscode.window.showQuickPick(chosen.length === 0 ? items : [all, ...items], {
      title,
    });
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

async function askForModel(ask: Ask, uri: string): Promise<string | undefined> {
  const models = await listModels(ask, uri);
  if (models === undefined) {
    return undefined;
  }
  const isInOneFile = new Set(models.map(({ path }) => path)).size < 2;
  const items = models.map(({ name, path }) => ({ label: name, description: isInOneFile ? "" : path }));
  return (await vscode.window.showQuickPick(items, { title: "Which model?" }))?.label;
}

async function fields(ask: Ask, uri: string, model: string): Promise<readonly WrittenField[] | undefined> {
  const models = await listModels(ask, uri);
  return models && (models.find(({ name }) => name === model)?.fields ?? []);
}

/** All models of the schema that a file or a migration belongs to. */
async function listModels(ask: Ask, uri: string): Promise<readonly ListedModel[] | undefined> {
  return (await ask<{ models: readonly ListedModel[] }>("partywall.listModels", { uri }))?.models;
}

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

function modelName(line: string): string | undefined {
  return /^\s*model\s+([\p{L}\p{N}_-]+)\s*\{/u.exec(line)?.[1];
}
