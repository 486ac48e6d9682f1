/** *Set up Partywall*: for a machine without Python, fetch one, after consent to what it is and where it goes. */
import * as vscode from "vscode";
import { findUv, type Surroundings, WANTED } from "./interpreter";
import type { Server } from "./server";
import { fetchPython, fetchUv, UV } from "./uv";

export async function setUp(server: Server): Promise<void> {
  if (server.state.kind === "ready") {
    await vscode.window.showInformationMessage(
      `Partywall is set up already: it runs on ${server.state.description}.`,
    );
    return;
  }
  const around = await server.surroundings();
  const uv = await findUv(around);
  if (!(await consents(around, uv))) {
    return;
  }
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: "Setting up Partywall",
    cancellable: true,
  };
  try {
    await vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      progress.report({ message: "fetching uv" });
      const program = uv ?? (await fetchUv(around, abort.signal));
      progress.report({ message: "fetching Python" });
      await fetchPython(program, around, abort.signal);
    });
  } catch (error) {
    await report(error, server);
    return;
  }
  await server.restart();
}

async function consents(around: Surroundings, uv: string | undefined): Promise<boolean> {
  const what = [
    ...(uv === undefined ? [`uv ${UV}, about 25 MB, from github.com/astral-sh/uv`] : []),
    `the newest Python that fits (${WANTED}), about 30 MB, which ${uv ?? "uv"} fetches from its own source, astral-sh/python-build-standalone`,
  ];
  const detail = [
    "This will be fetched from the internet:",
    ...what.map((each) => `• ${each}`),
    "",
    "It goes into this folder, and nothing else on this machine is changed:",
    around.storage,
  ].join("\n");
  const choice = await vscode.window.showInformationMessage(
    "Set up Partywall?",
    { modal: true, detail },
    "Fetch",
  );
  return choice === "Fetch";
}

async function report(error: unknown, server: Server): Promise<void> {
  if (error instanceof Error && error.name === "AbortError") {
    return;
  }
  server.log.error(`Setting up: ${String(error)}`);
  // The last line of what uv says is the reason; a network error hides it in its cause.
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const reason = (cause instanceof Error ? cause.message : message).trim().split("\n").at(-1);
  const choice = await vscode.window.showErrorMessage(
    `Partywall could not be set up: ${reason}`,
    "Try again",
    "Show logs",
  );
  if (choice === "Try again") {
    await setUp(server);
  } else if (choice !== undefined) {
    server.log.show();
  }
}
