/**
 * *Set up Partywall*: for a machine without Python, fetch one, after consent.
 *
 * The only part of the extension that goes to the network. What it fetches is uv, by a pinned checksum, unless the machine has one; and with
 * it a CPython, whose checksum uv knows. Both go into the extension's own storage, and nothing else is changed.
 */
import { createHash } from "node:crypto";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import { extract } from "./archive";
import { findUv, managedPythons, run, type Surroundings, WANTED } from "./interpreter";
import type { Server } from "./server";

const UV = "0.12.18";
const RELEASES = `https://github.com/astral-sh/uv/releases/download/${UV}`;

/** Checksums that the release publishes beside its archives. */
const ARCHIVES: Readonly<Record<string, { name: string; sha256: string }>> = {
  "linux-x64": {
    name: "uv-x86_64-unknown-linux-gnu.tar.gz",
    sha256: "89eadd7c76fc063887959510d5ba0ab1264dfd5f1143b925ddb73021a40acf16",
  },
  "linux-arm64": {
    name: "uv-aarch64-unknown-linux-gnu.tar.gz",
    sha256: "afb6291f3f0a6b4521fc67b947822506c41dde5b60d2189dd8f3695b2ac8c9e7",
  },
  "darwin-x64": {
    name: "uv-x86_64-apple-darwin.tar.gz",
    sha256: "2e4108f5395397c8bc5d43bf83d3bdbb2d0e92b90d0efa607756be704905fa33",
  },
  "darwin-arm64": {
    name: "uv-aarch64-apple-darwin.tar.gz",
    sha256: "cf40e0c6a202190ccd9e0406dcfdd5b2d6668a9a5c779b17948963df32aafe5b",
  },
  "win32-x64": {
    name: "uv-x86_64-pc-windows-msvc.zip",
    sha256: "cae6a3bc25239f83dffb467a4b180508d9da23986c04639ebfa44e43e6a84bff",
  },
};

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

async function fetchUv(around: Surroundings, signal: AbortSignal): Promise<string> {
  const archive = ARCHIVES[`${around.platform}-${process.arch}`];
  if (archive === undefined) {
    throw new Error(
      `there is no uv for ${around.platform}-${process.arch}; please install Python 3.11 or newer`,
    );
  }
  const response = await fetch(`${RELEASES}/${archive.name}`, { signal });
  if (!response.ok) {
    throw new Error(`${RELEASES}/${archive.name} answers ${response.status}`);
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  if (createHash("sha256").update(bytes).digest("hex") !== archive.sha256) {
    throw new Error(`what came as ${archive.name} has another checksum than the release; it was thrown away`);
  }
  const name = around.platform === "win32" ? "uv.exe" : "uv";
  const program = path.join(around.storage, "uv", UV, name);
  await mkdir(path.dirname(program), { recursive: true });
  await writeFile(`${program}.new`, extract(bytes, name));
  await chmod(`${program}.new`, 0o755);
  await rename(`${program}.new`, program);
  return program;
}

async function fetchPython(uv: string, around: Surroundings, signal: AbortSignal): Promise<void> {
  const environment = {
    UV_CACHE_DIR: path.join(around.storage, "uv", "cache"),
    UV_NO_CONFIG: "1",
    UV_PYTHON_INSTALL_BIN: "0",
    UV_PYTHON_INSTALL_DIR: managedPythons(around.storage),
    UV_PYTHON_INSTALL_REGISTRY: "0",
  };
  await run(uv, ["python", "install", WANTED], around, { environment, signal });
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
