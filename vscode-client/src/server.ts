/** The server over time: found, started, ready, failed, started again. The only state of the extension. */
import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { State as ClientState } from "vscode-languageclient/node";
import { PartywallClient } from "./client";
import { findServer, type Surroundings, UnusableSetting } from "./interpreter";
import { programSettings } from "./settings";

export type State =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly description: string }
  | { readonly kind: "missing" } // No Python for it on this machine.
  | { readonly kind: "failed"; readonly reason: string };

const STOPPED = "The server ended; its log may tell why.";

export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  readonly onDidChange = this.changed.event;
  private client: PartywallClient | undefined;
  private current: State = { kind: "stopped" };
  /** Starts and stops happen one after the other. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): State {
    return this.current;
  }

  /** Start, or start anew. */
  restart(): Promise<void> {
    this.work = this.work.then(() => this.startAnew());
    return this.work;
  }

  stop(): Promise<void> {
    this.work = this.work.then(() => this.end());
    return this.work;
  }

  /** The client of the running server; the caller has seen to it that it is ready. */
  get running(): PartywallClient {
    if (this.client === undefined) {
      throw new Error("the server does not run");
    }
    return this.client;
  }

  /** Wait for a start under way; is the server there then? */
  async isReady(): Promise<boolean> {
    if (this.current.kind === "stopped") {
      await this.restart();
    }
    await this.work;
    await this.settled();
    return this.current.kind === "ready";
  }

  async settingsChanged(): Promise<void> {
    if (this.current.kind === "ready") {
      await this.client?.settingsChanged();
    }
  }

  /** What the search for an interpreter looks at. */
  async surroundings(): Promise<Surroundings> {
    const storage = this.context.globalStorageUri.fsPath;
    await mkdir(storage, { recursive: true });
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(
      (folder) => folder.uri.scheme === "file",
    );
    return {
      platform: process.platform,
      environment: process.env,
      home: homedir(),
      workspace: folders.map((folder) => folder.uri.fsPath),
      storage,
      launcher: this.context.asAbsolutePath("server/launcher.py"),
      ...programSettings(),
    };
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async startAnew(): Promise<void> {
    await this.end();
    this.become({ kind: "starting" });
    try {
      const around = await this.surroundings();
      const command = await findServer(around);
      if (command === undefined) {
        this.log.warn("No Python 3.11 to 3.14 was found on the PATH or in the usual places, and no uv.");
        this.become({ kind: "missing" });
        return;
      }
      this.log.info(`Starting the server: ${[command.program, ...command.args].join(" ")}`);
      const client = new PartywallClient(command, around.storage, this.log);
      this.client = client;
      client.onDidChangeState(() => this.follow(client, command.description));
      await client.start();
    } catch (error) {
      this.log.error(String(error));
      this.become({ kind: "failed", reason: error instanceof UnusableSetting ? error.message : STOPPED });
    }
  }

  private async end(): Promise<void> {
    const { client } = this;
    this.client = undefined; // From here on its changes of state are of no interest.
    await client?.dispose().catch((error: unknown) => this.log.warn(`Stopping the server: ${String(error)}`));
    this.become({ kind: "stopped" });
  }

  private async follow(client: PartywallClient, description: string): Promise<void> {
    // After a crash the client is stopped for a moment before it starts again.
    await new Promise(setImmediate);
    if (this.client !== client) {
      return;
    }
    switch (client.state) {
      case ClientState.Starting:
        this.become({ kind: "starting" });
        break;
      case ClientState.Running:
        this.become({ kind: "ready", description });
        break;
      default:
        this.become({ kind: "failed", reason: STOPPED });
    }
  }

  private async settled(): Promise<void> {
    while (this.current.kind === "starting") {
      await new Promise((resolve) => {
        const listening = this.onDidChange((state) => {
          listening.dispose();
          resolve(state);
        });
      });
    }
  }

  private become(state: State): void {
    this.current = state;
    this.changed.fire(state);
  }
}
