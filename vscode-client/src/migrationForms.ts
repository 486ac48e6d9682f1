/** Migrations asked for in a few words: a model, a field, an index, data. The schema changes along with them. */
import * as vscode from "vscode";
import type { Argument, Ask } from "./commands";
import { writeAfterALook } from "./createMigration";
import type { ReadOnlyDocuments } from "./documents";
import { pickFields, pickModel, pickSchema } from "./pick";

type Form = (ask: Ask, argument: Argument, documents: ReadOnlyDocuments) => Promise<void>;

export const createEntity: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema());
  const name = uri && (await input("Create a tenant-scoped model", "Name of the model", "Chatbot"));
  if (name) {
    await writeAfterALook(ask, { uri, entity: { name, tenantScoped: true } }, documents);
  }
};

export const addField: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema());
  const model = uri && (argument.model ?? (await pickModel(uri)));
  const title = `Add a field to ${model}`;
  const field =
    model && (await input(title, "The field as in the schema", 'status String @default("draft")'));
  if (field) {
    await writeAfterALook(ask, { uri, modify: { model, add: [field] } }, documents);
  }
};

export const addIndex: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema());
  const model = uri && (argument.model ?? (await pickModel(uri)));
  const fields = model && (await pickFields(uri, model));
  if (fields && fields.length > 0) {
    await writeAfterALook(ask, { uri, index: { table: model, fields } }, documents);
  }
};

export const createDataMigration: Form = async (ask, argument, documents) => {
  const uri = argument.uri ?? (await pickSchema());
  const kinds = [
    { label: "seed", description: "Rows that each tenant gets" },
    { label: "transform", description: "New values from old ones" },
    { label: "cleanup", description: "Rows that are obsolete" },
  ];
  const kind = uri && (await vscode.window.showQuickPick(kinds, { title: "What is it to do?" }))?.label;
  const table = kind && (argument.model ?? (await pickModel(uri)));
  const name = table && (await input(`Create a data migration of ${table}`, "Its name", "chatbot-defaults"));
  if (name) {
    await writeAfterALook(ask, { uri, data: { kind, name, table } }, documents);
  }
};

function input(title: string, prompt: string, placeHolder: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({ title, prompt, placeHolder, ignoreFocusOut: true });
}
