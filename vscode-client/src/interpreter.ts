/**
 * Finds what runs the server: a setting, else the newest Python of this machine that the bundled libraries were built for.
 *
 * Nothing of the workspace is ever run. A folder of the PATH that is relative, or lies in the workspace, is not looked into; only a setting
 * of the user (both are machine-scoped: a workspace cannot set them) may name a program there.
 */
import { execFile } from "node:child_process";
import { access, constants, readdir, realpath } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

/** Where to look, as plain values. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** The folders of the workspace: what lies in them is not run. */
  readonly workspace: readonly string[];
  /** A folder of ours: every process starts there. */
  readonly storage: string;
  /** The bundled `launcher.py`. */
  readonly launcher: string;
  /** The settings `partywall.path` and `partywall.interpreter`; empty where unset. */
  readonly path: string;
  readonly interpreter: string;
}

/** A command line that is the server. */
export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** For people: what was chosen. */
  readonly description: string;
}

/** A setting names something that cannot be used. Nothing is tried in its place, since the user chose it. */
export class UnusableSetting extends Error {}

/** The minors that the bundled libraries are built for, the newest first. */
const MINORS = [14, 13, 12, 11] as const;
/** The same, as `uv` is asked for it. */
export const WANTED = `>=3.${Math.min(...MINORS)},<3.${Math.max(...MINORS) + 1}`;
const SERVER_ARGS = ["server", "--stdio"] as const;

/** The command that starts the server, or nothing where this machine has no Python for it. */
export async function findServer(around: Surroundings): Promise<ServerCommand | undefined> {
  if (around.path !== "") {
    return theOneGiven(around);
  }
  if (around.interpreter !== "") {
    const server = await probe({ program: around.interpreter, args: [] }, around);
    if (server === undefined) {
      throw new UnusableSetting(
        `The setting partywall.interpreter does not name a CPython 3.11 to 3.14: ${around.interpreter}`,
      );
    }
    return server;
  }
  for await (const interpreter of interpreters(around)) {
    const server = await probe(interpreter, around);
    if (server !== undefined) {
      return server;
    }
  }
  return undefined;
}

/** The `uv` of this machine, if it has one. */
export async function findUv(around: Surroundings): Promise<string | undefined> {
  for await (const { program } of existing(
    inFolders([executable("uv", around)], await searched(around)),
    around,
  )) {
    return program;
  }
  return undefined;
}

/** Run a program of our choice in a folder of ours; its standard output. */
export async function run(
  program: string,
  args: readonly string[],
  around: Surroundings,
  options: { timeout?: number; environment?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<string> {
  const { environment, ...rest } = options;
  const env = { ...(await trustedEnvironment(around)), ...environment };
  const { stdout } = await promisify(execFile)(program, args, {
    ...rest,
    cwd: around.storage,
    env,
    windowsHide: true,
  });
  return stdout;
}

/** The folder of our storage with the Pythons that *Set up Partywall* fetched. */
export function managedPythons(storage: string): string {
  return path.join(storage, "python");
}

interface Interpreter {
  readonly program: string;
  readonly args: readonly string[];
}

async function theOneGiven(around: Surroundings): Promise<ServerCommand> {
  if (!(path.isAbsolute(around.path) && (await isExecutable(around.path)))) {
    throw new UnusableSetting(
      `The setting partywall.path does not name a program by its absolute path: ${around.path}`,
    );
  }
  const environment = await trustedEnvironment(around);
  return { program: around.path, args: SERVER_ARGS, environment, description: around.path };
}

/** Ask an interpreter whether the bundled libraries load in it. Its answer names the real program behind a shim or the `py` launcher. */
async function probe(interpreter: Interpreter, around: Surroundings): Promise<ServerCommand | undefined> {
  const isolated = ["-I", "-S", "-X", "utf8", around.launcher];
  const args = [...interpreter.args, ...isolated, "--probe"];
  const answer = await run(interpreter.program, args, around, { timeout: 10_000 }).catch(() => "");
  const [program, version] = answer.split(/\r?\n/);
  if (!(program && version)) {
    return undefined; // Too old, another implementation, another processor, a shim without a Python behind it.
  }
  return {
    program,
    args: [...isolated, ...SERVER_ARGS],
    environment: await trustedEnvironment(around),
    description: `Python ${version} (${program})`,
  };
}

/** Interpreters that are there, the newest first as far as their names tell. */
async function* interpreters(around: Surroundings): AsyncGenerator<Interpreter> {
  const folders = [...(await searched(around)), ...(await managedFolders(around))];
  for (const minor of MINORS) {
    yield* existing(inFolders([executable(`python3.${minor}`, around)], folders), around);
    yield* existing(installed(minor, around), around);
  }
  for await (const { program } of existing(
    inFolders(["py.exe"], around.platform === "win32" ? folders : []),
    around,
  )) {
    yield* MINORS.map((minor) => ({ program, args: [`-3.${minor}`] }));
  }
  yield* existing(inFolders([executable("python3", around), executable("python", around)], folders), around);
  yield* installedByUv(around);
}

/** Where the installers of a platform put one minor, off the PATH. */
function installed(minor: number, { platform, environment }: Surroundings): string[] {
  switch (platform) {
    case "darwin":
      return [`/Library/Frameworks/Python.framework/Versions/3.${minor}/bin/python3.${minor}`];
    case "win32":
      return [
        path.join(environment.LOCALAPPDATA ?? "", "Programs", "Python", `Python3${minor}`, "python.exe"),
        path.join(environment.ProgramFiles ?? "", `Python3${minor}`, "python.exe"),
      ].filter((program) => path.isAbsolute(program));
    default:
      return [];
  }
}

/** What `uv` has installed before; asking downloads nothing. */
async function* installedByUv(around: Surroundings): AsyncGenerator<Interpreter> {
  const uv = await findUv(around);
  if (uv !== undefined) {
    const environment = {
      UV_NO_CONFIG: "1",
      UV_PYTHON_DOWNLOADS: "never",
      UV_PYTHON_PREFERENCE: "only-managed",
    };
    const answer = await run(uv, ["python", "find", "--no-project", WANTED], around, {
      timeout: 10_000,
      environment,
    }).catch(() => "");
    yield* existing([answer.trim()], around);
  }
}

/** The folders of the PATH, and those that a terminal has there but an editor started from the desktop may not. */
async function searched(around: Surroundings): Promise<string[]> {
  const usual = {
    darwin: ["/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin"],
    linux: ["/home/linuxbrew/.linuxbrew/bin"],
  }[around.platform as string];
  const ofUser = [path.join(around.home, ".local", "bin"), path.join(around.home, ".pyenv", "shims")];
  return [...new Set([...(await trustedPath(around)), ...(usual ?? []), ...ofUser])];
}

async function managedFolders({ platform, storage }: Surroundings): Promise<string[]> {
  const parent = managedPythons(storage);
  const names = await readdir(parent).catch(() => []);
  return names.map((name) => path.join(parent, name, platform === "win32" ? "" : "bin"));
}

async function* existing(programs: readonly string[], around: Surroundings): AsyncGenerator<Interpreter> {
  for (const program of programs) {
    // On macOS this one is a stub that opens an installer, and never newer than 3.9.
    const stub = around.platform === "darwin" && program === "/usr/bin/python3";
    if (!stub && (await isExecutable(program)) && (await isOutsideWorkspace(program, around))) {
      yield { program, args: [] };
    }
  }
}

/** The environment without what may lead into the workspace: its folders on the PATH, an activated virtual environment. */
async function trustedEnvironment(around: Surroundings): Promise<NodeJS.ProcessEnv> {
  const { VIRTUAL_ENV: _venv, CONDA_PREFIX: _conda, ...rest } = around.environment;
  return { ...rest, [pathVariable(around.environment)]: (await trustedPath(around)).join(path.delimiter) };
}

async function trustedPath(around: Surroundings): Promise<string[]> {
  const folders = (around.environment[pathVariable(around.environment)] ?? "").split(path.delimiter);
  const trusted: string[] = [];
  for (const folder of folders) {
    if (path.isAbsolute(folder) && (await isOutsideWorkspace(folder, around))) {
      trusted.push(folder);
    }
  }
  return trusted;
}

/** Windows spells it `Path`. */
function pathVariable(environment: NodeJS.ProcessEnv): string {
  return Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
}

/** Neither as it is written nor with its links followed is it in a folder of the workspace. */
async function isOutsideWorkspace(place: string, { workspace, storage }: Surroundings): Promise<boolean> {
  if (isInside(storage, place)) {
    return true; // Ours, also for someone who opens the whole home folder as a workspace.
  }
  const places = [place, await followed(place)];
  for (const folder of workspace) {
    const roots = [folder, await followed(folder)];
    if (roots.some((root) => places.some((each) => isInside(root, each)))) {
      return false;
    }
  }
  return true;
}

function isInside(folder: string, place: string): boolean {
  const way = path.relative(folder, place);
  return !(way === ".." || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
}

async function followed(place: string): Promise<string> {
  return realpath(place).catch(() => path.resolve(place));
}

async function isExecutable(program: string): Promise<boolean> {
  return access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function inFolders(names: readonly string[], folders: readonly string[]): string[] {
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function executable(name: string, { platform }: Surroundings): string {
  return platform === "win32" ? `${name}.exe` : name;
}
