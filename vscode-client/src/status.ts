/** The language-status item of a schema or a migration, and the one message about a server that cannot be started. */
import * as vscode from "vscode";
import { OURS } from "./client";
import type { Server, State } from "./server";

export const SET_UP = "Set up Partywall";

export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("partywall.status", OURS);
  item.name = "Partywall";
  const follow = (state: State) =>
    Object.assign(item, appearance(state), { busy: state.kind === "starting" });
  follow(server.state);
  return vscode.Disposable.from(item, server.onDidChange(follow));
}

type Appearance = Pick<vscode.LanguageStatusItem, "text" | "severity"> & {
  detail: string | undefined;
  command: vscode.Command | undefined;
};

function appearance(state: State): Appearance {
  const { Error: error, Information: information } = vscode.LanguageStatusSeverity;
  const logs = { command: "partywall.showLogs", title: "Show logs" };
  switch (state.kind) {
    case "starting":
      return { text: "Partywall is starting", severity: information, detail: undefined, command: logs };
    case "ready":
      return { text: "Partywall", severity: information, detail: state.description, command: logs };
    case "missing":
      return {
        text: "Partywall needs Python",
        severity: error,
        detail: undefined,
        command: { command: "partywall.setUp", title: SET_UP },
      };
    case "failed":
      return {
        text: "Partywall failed",
        severity: error,
        detail: state.reason,
        command: { command: "partywall.restartServer", title: "Restart server" },
      };
    case "stopped":
      return {
        text: "Partywall is stopped",
        severity: information,
        detail: undefined,
        command: { command: "partywall.restartServer", title: "Start server" },
      };
  }
}

/** Says why there is no server, with the button that helps. One at a time, however often it is asked for. */
export class Complaint {
  private shown = false;

  async show(state: State): Promise<void> {
    const complaint = wording(state);
    if (complaint === undefined || this.shown) {
      return;
    }
    this.shown = true;
    const buttons = Object.keys(complaint.buttons);
    const choice = await vscode.window.showErrorMessage(complaint.message, ...buttons);
    this.shown = false;
    const command = choice === undefined ? undefined : complaint.buttons[choice];
    if (command !== undefined) {
      await vscode.commands.executeCommand(command);
    }
  }
}

function wording(state: State): { message: string; buttons: Record<string, string> } | undefined {
  switch (state.kind) {
    case "missing":
      return {
        message: "Partywall needs Python 3.11 to 3.14 and found none on this machine.",
        buttons: { [SET_UP]: "partywall.setUp" },
      };
    case "failed":
      return {
        message: `Partywall does not run. ${state.reason}`,
        buttons: { "Restart server": "partywall.restartServer", "Show logs": "partywall.showLogs" },
      };
    default:
      return undefined;
  }
}
