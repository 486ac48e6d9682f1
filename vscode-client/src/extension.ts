/** Wires the parts: a server that follows the settings, the status item, the commands. */
import * as vscode from "vscode";
import { OURS } from "./client";
import { registerCommands } from "./commands";
import { ReadOnlyDocuments } from "./documents";
import { Server } from "./server";
import { SECTION, syntaxErrors } from "./settings";
import { Complaint, showStatus } from "./status";

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Partywall", { log: true });
  const documents = new ReadOnlyDocuments();
  const complaint = new Complaint();
  const server = new Server(context, log);
  running = server;
  context.subscriptions.push(
    log,
    documents,
    server,
    showStatus(server),
    registerCommands(server, documents, complaint),
    server.onDidChange((state) => complaint.show(state)),
    ...followSettings(server),
    startWithTheFirst(server),
  );
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}

/** Starts the server with the first schema or migration: VS Code calls us for any SQL, and most of it is none of ours. */
function startWithTheFirst(server: Server): vscode.Disposable {
  const isOurs = (document: vscode.TextDocument) => vscode.languages.match(OURS, document) > 0;
  const start = () => {
    listening.dispose();
    // A command may have started it.
    if (server.state.kind === "stopped") {
      server.restart();
    }
  };
  const listening = vscode.workspace.onDidOpenTextDocument((document) => isOurs(document) && start());
  if (vscode.workspace.textDocuments.some(isOurs)) {
    start();
  }
  return listening;
}

function followSettings(server: Server): vscode.Disposable[] {
  let reported = syntaxErrors();
  const startAnew = () => server.state.kind !== "stopped" && server.restart();
  return [
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (
        event.affectsConfiguration(`${SECTION}.path`) ||
        event.affectsConfiguration(`${SECTION}.interpreter`)
      ) {
        startAnew();
      }
    }),
    // Prisma's extension came or went.
    vscode.extensions.onDidChange(async () => {
      if (reported !== syntaxErrors()) {
        reported = syntaxErrors();
        await server.settingsChanged();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(startAnew),
  ];
}
