/** The language client: vscode-languageclient with our options. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import {
  CloseAction,
  DidChangeConfigurationNotification,
  type DynamicFeature,
  ErrorAction,
  type ErrorHandler,
  type Executable,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  type StaticFeature,
  WorkDoneProgress,
} from "vscode-languageclient/node";
import type { ServerCommand } from "./interpreter";
import { resolved, SECTION, syntaxErrors } from "./settings";

/** What the server speaks of. Of all SQL, migrations alone. */
export const OURS = [
  { language: "prisma", scheme: "file" },
  { language: "prisma", scheme: "untitled" },
  { language: "sql", scheme: "file", pattern: "**/migration.sql" },
];

export class PartywallClient extends LanguageClient {
  constructor(command: ServerCommand, folder: string, log: vscode.LogOutputChannel) {
    const server: Executable = {
      command: command.program,
      args: [...command.args],
      options: { cwd: folder, env: command.environment },
    };
    super(SECTION, "Partywall", server, clientOptions(log));
    this.clientOptions.errorHandler = new RestartAFewTimes(this);
  }

  /**
   * Leaves out the feature that registers each command of the server as a command of VS Code: the extension owns these ids, so that they are
   * there before the server is, and ask the user what the server needs to know.
   */
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if (
      !("registrationType" in feature && feature.registrationType.method === ExecuteCommandRequest.method)
    ) {
      super.registerFeature(feature);
    }
  }

  /** To the log alone: the extension says once, in its own words, what went wrong. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /**
   * The answer to one of the server's commands; `onLong` is told what it is about when it takes long. Where the text changed meanwhile
   * (a document that is opened or closed counts), nothing was done, and it is asked again.
   */
  async execute<Answer>(
    command: string,
    argument: object,
    token: vscode.CancellationToken,
    onLong: (title: string) => void,
  ): Promise<Answer> {
    for (let left = 4; ; left -= 1) {
      try {
        return await this.executeOnce(command, argument, token, onLong);
      } catch (error) {
        const isStale = error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified;
        if (!isStale || left === 0) {
          throw error;
        }
        await setTimeout(200);
      }
    }
  }

  /** Say that some setting is another one now; the server asks for what it needs. */
  async settingsChanged(): Promise<void> {
    await this.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  private async executeOnce<Answer>(
    command: string,
    argument: object,
    token: vscode.CancellationToken,
    onLong: (title: string) => void,
  ): Promise<Answer> {
    const workDoneToken = randomUUID();
    const listening = this.onProgress(WorkDoneProgress.type, workDoneToken, (work) => {
      if (work.kind === "begin") {
        onLong(work.title);
      }
    });
    try {
      const params = { command, arguments: [argument], workDoneToken };
      return (await this.sendRequest(ExecuteCommandRequest.type, params, token)) as Answer;
    } finally {
      listening.dispose();
    }
  }
}

function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: OURS,
    diagnosticCollectionName: SECTION,
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => ({
      workspaceTrusted: vscode.workspace.isTrusted,
      syntaxErrors: syntaxErrors(),
    }),
    initializationFailedHandler: () => false,
    middleware: {
      workspace: {
        configuration: async (params, token, next) => {
          const values = await next(params, token);
          return Array.isArray(values)
            ? values.map((value, index) => resolved(params.items[index]?.section, value))
            : values;
        },
        // Without the values, which would hold an unresolved `auto`.
        didChangeConfiguration: (_sections, next) => next(undefined),
      },
    },
  };
}

/** A server that crashes is started again, three times in three minutes at most; one that never came up is not. */
class RestartAFewTimes implements ErrorHandler {
  private crashes: number[] = [];

  constructor(private readonly client: LanguageClient) {}

  error(_error: Error, _message: unknown, count: number | undefined) {
    return { action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown };
  }

  closed() {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < 3 * 60_000), now];
    const again = this.client.isRunning() && this.crashes.length <= 3;
    return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
  }
}
