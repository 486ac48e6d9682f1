/** Migrations asked for in a few words: a model, a field, an index, data. The schema changes along with them. */
import * as vscode from "vscode";
import type { Argument, Ask } from "./commands";
import { writeAfterALook } from "./createMigration";
import type { ReadOnlyDocuments } from "./documents";
import { isScalar, pickField, pickFields, pickInOrder, pickModel, pickSchema } from "./pick";

type Form = (ask: Ask, argument: Argument, documents: ReadOnlyDocuments) => Promise<void>;

export const createEntity: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema(ask));
  const name = uri && (await input("Create a tenant-scoped model", "Name of the model", "Chatbot"));
  if (name) {
    await writeAfterALook(ask, { uri, entity: { name, tenantScoped: true } }, documents);
  }
};

export const addField: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema(ask));
  const model = uri && (argument.model ?? (await pickModel(ask, uri)));
  const title = `Add a field to ${model}`;
  const field =
    model && (await input(title, "The field as in the schema", 'status String @default("draft")'));
  if (field) {
    await writeAfterALook(ask, { uri, modify: { model, add: [field] } }, documents);
  }
};

export const renameField: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema(ask));
  const model = uri && (argument.model ?? (await pickModel(ask, uri)));
  const field = model && (await pickField(ask, uri, model));
  const name = field && (await input(`Rename ${model}.${field.name}`, "Its new name", field.name));
  if (name) {
    await writeAfterALook(ask, { uri, modify: { model, rename: [[field.name, name]] } }, documents);
  }
};

export const changeField: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema(ask));
  const model = uri && (argument.model ?? (await pickModel(ask, uri)));
  const field = model && (await pickField(ask, uri, model));
  const changed =
    field && (await input(`Change ${model}.${field.name}`, "The field as it is to be", "", field.text));
  if (changed) {
    await writeAfterALook(ask, { uri, modify: { model, change: [changed] } }, documents);
  }
};

export const dropField: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema(ask));
  const model = uri && (argument.model ?? (await pickModel(ask, uri)));
  // A relation and its foreign key can only go together.
  const fields = model && (await pickFields(ask, uri, model));
  if (fields && fields.length > 0) {
    await writeAfterALook(ask, { uri, modify: { model, drop: fields } }, documents);
  }
};

export const addIndex: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema(ask));
  const table = uri && (argument.model ?? (await pickModel(ask, uri)));
  const fields = table && (await pickInOrder(ask, uri, table));
  const kind = fields && (await askForKind(`${table}: ${fields.join(", ")}`));
  if (kind) {
    await writeAfterALook(ask, { uri, index: { table, fields, ...kind } }, documents);
  }
};

export const createDataMigration: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema(ask));
  const kinds = [
    { label: "seed", description: "Rows that each tenant gets" },
    { label: "transform", description: "New values from old ones" },
    { label: "cleanup", description: "Rows that are obsolete" },
  ];
  const kind = uri && (await vscode.window.showQuickPick(kinds, { title: "What is it to do?" }))?.label;
  const table = kind && (argument.model ?? (await pickModel(ask, uri)));
  const fields = table && (kind === "transform" ? await pickFields(ask, uri, table, isScalar) : []);
  const name = fields && (await input(`Create a data migration of ${table}`, "Its name", "chatbot-defaults"));
  if (name) {
    await writeAfterALook(ask, { uri, data: { kind, name, table, fields } }, documents);
  }
};

/** Whether an index is a unique, and of which rows it is. */
async function askForKind(title: string): Promise<{ unique: boolean; where: string | null } | undefined> {
  const all = { unique: false, where: null };
  const kinds = [
    { label: "Index", description: "of all rows", ...all },
    { label: "Unique", description: "no two rows have the same", ...all, unique: true },
    { label: "Index of some rows…", description: "those that fulfil a condition", ...all, where: "" },
    { label: "Unique of some rows…", description: "those that fulfil a condition", unique: true, where: "" },
  ];
  const kind = await vscode.window.showQuickPick(kinds, { title });
  if (kind === undefined || kind.where === null) {
    return kind && { unique: kind.unique, where: null };
  }
  const where = await input(title, "The condition in SQL", '"deletedAt" IS NULL');
  return where ? { unique: kind.unique, where } : undefined;
}

function input(
  title: string,
  prompt: string,
  placeHolder: string,
  value?: string,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt,
    placeHolder,
    ...(value === undefined ? {} : { value }),
    ignoreFocusOut: true,
  });
}
