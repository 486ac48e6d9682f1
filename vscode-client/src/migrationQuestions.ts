/** What a migration leaves open until the user says it: is it a new name, and what becomes of rows whose tenant cannot be told. */
import * as vscode from "vscode";
import type { Ask } from "./commands";

/** Something that may have been renamed: what each answer names, and what is lost where it is not. */
interface Question {
  readonly text: string;
  readonly rename: string;
  readonly map: string;
  readonly drop: string;
  readonly loss: string;
}

interface Strays {
  readonly option: "orphans" | "disagreeing";
  readonly text: string;
}

export interface Open {
  readonly questions: readonly Question[];
  readonly strays: readonly Strays[];
}

interface Settled<Plan> {
  readonly wish: object;
  readonly planned: Plan;
}

/** Asks one thing after the other, since each answer may settle others; undefined where the user gives up. */
export async function settle<Plan extends Open>(ask: Ask, wish: object): Promise<Settled<Plan> | undefined> {
  const named = await settleNames<Plan>(ask, wish);
  if (named === undefined || named.planned.strays.length === 0) {
    return named;
  }
  const choices: Record<string, string> = {};
  for (const strays of named.planned.strays) {
    const choice = await chooseForRows(strays);
    if (choice === undefined) {
      return undefined;
    }
    choices[strays.option] = choice;
  }
  const whole = { ...named.wish, ...choices };
  const planned = await ask<Plan>("partywall.previewMigration", whole);
  return planned && { wish: whole, planned };
}

async function settleNames<Plan extends Open>(ask: Ask, wish: object): Promise<Settled<Plan> | undefined> {
  const answers = { rename: [] as string[], map: [] as string[], drop: [] as string[] };
  const asked = new Set<string>();
  for (;;) {
    const whole = { ...wish, answers };
    const planned = await ask<Plan>("partywall.previewMigration", whole);
    const question = planned?.questions.find(({ text }) => !asked.has(text));
    if (planned === undefined || question === undefined) {
      return planned && { wish: whole, planned };
    }
    asked.add(question.text);
    const verb = await chooseName(question);
    if (verb === undefined) {
      return undefined;
    }
    answers[verb].push(question[verb]);
  }
}

async function chooseName(question: Question): Promise<"rename" | "map" | "drop" | undefined> {
  const items = [
    { label: "It is, and is renamed", detail: "Values stay.", verb: "rename" as const },
    { label: "It is, and keeps its name in the database", detail: "`@map`, no SQL.", verb: "map" as const },
    { label: "It is not", detail: `Lost: ${question.loss}`, verb: "drop" as const },
  ];
  return (await pick(question.text, items))?.verb;
}

async function chooseForRows(strays: Strays): Promise<string | undefined> {
  const items = [
    { label: "Refuse", detail: "While there are any, the migration does nothing.", action: "refuse" },
    { label: "Assign them to one tenant…", detail: "You are asked for its id.", action: "assign" },
    {
      label: "Delete them",
      detail: "LOSS: with all that references them and cascades.",
      action: "delete",
    },
  ];
  const action = (await pick(strays.text, items))?.action;
  if (action !== "assign") {
    return action;
  }
  const id = await vscode.window.showInputBox({ prompt: "The id of the tenant", ignoreFocusOut: true });
  return id ? `assign=${id}` : undefined;
}

function pick<Item extends vscode.QuickPickItem>(text: string, items: Item[]): Thenable<Item | undefined> {
  return vscode.window.showQuickPick(items, { placeHolder: text, ignoreFocusOut: true });
}
