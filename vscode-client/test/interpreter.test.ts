import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { findServer, type Surroundings, UnusableSetting } from "../src/interpreter";

/** Folders with programs that answer the probe as an interpreter would, and write down that they were asked. */
describe("the interpreter", { skip: process.platform === "win32" }, () => {
  let root: string;
  let around: Surroundings;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "partywall-"));
    for (const folder of ["bin", "other", "home", "storage", "workspace/.venv/bin"]) {
      await mkdir(path.join(root, folder), { recursive: true });
    }
    around = {
      platform: "linux",
      environment: { PATH: [at("bin"), at("other")].join(":") },
      home: at("home"),
      workspace: [at("workspace")],
      storage: at("storage"),
      launcher: "/launcher.py",
      path: "",
      interpreter: "",
    };
  });
  afterEach(() => rm(root, { recursive: true }));

  const at = (place: string) => path.join(root, place);

  async function python(place: string, version: string): Promise<void> {
    await program(place, `echo "$0"; echo ${version}`);
  }

  async function program(place: string, script: string): Promise<void> {
    await writeFile(at(place), `#!/bin/sh\necho "$0 $*" >>${at("asked")}\n${script}\n`);
    await chmod(at(place), 0o755);
  }

  async function asked(): Promise<string> {
    return readFile(at("asked"), "utf8").catch(() => "");
  }

  async function found(changes: Partial<Surroundings> = {}): Promise<string | undefined> {
    const server = await findServer({ ...around, ...changes });
    return server && path.relative(root, server.program);
  }

  it("is the newest on the PATH, wherever on it", async () => {
    await python("bin/python3.11", "3.11.9");
    await python("other/python3.13", "3.13.0");
    assert.equal(await found(), "other/python3.13");
  });

  it("is asked and started without its environment and its own packages", async () => {
    await python("bin/python3.12", "3.12.1");
    const server = await findServer(around);
    assert.deepEqual(server?.args, ["-I", "-S", "-X", "utf8", "/launcher.py", "server", "--stdio"]);
    assert.match(await asked(), /python3\.12 -I -S -X utf8 \/launcher\.py --probe/);
  });

  it("is not one that cannot load the libraries", async () => {
    await program("bin/python3.14", "exit 1");
    await program("bin/python3.13", "echo pyenv: python3.13: command not found >&2; exit 127");
    await python("bin/python3.12", "3.12.1");
    assert.equal(await found(), "bin/python3.12");
  });

  it("is the real program behind a shim", async () => {
    await program("bin/python3.13", `echo ${at("other/real")}; echo 3.13.0`);
    assert.equal(await found(), "other/real");
  });

  it("may have a name without a version", async () => {
    await python("bin/python3", "3.12.1");
    assert.equal(await found(), "bin/python3");
  });

  it("may be off the PATH, where users install", async () => {
    await mkdir(at("home/.local/bin"), { recursive: true });
    await python("home/.local/bin/python3.12", "3.12.1");
    assert.equal(await found(), "home/.local/bin/python3.12");
  });

  it("may be the one that Set up Partywall fetched", async () => {
    await mkdir(at("storage/python/cpython-3.13.5-linux/bin"), { recursive: true });
    await python("storage/python/cpython-3.13.5-linux/bin/python3.13", "3.13.5");
    assert.equal(await found(), "storage/python/cpython-3.13.5-linux/bin/python3.13");
  });

  it("may be one that uv has, which is asked without downloading", async () => {
    await python("other/kept", "3.13.5");
    await program("bin/uv", `[ "$UV_PYTHON_DOWNLOADS" = never ] && echo ${at("other/kept")}`);
    assert.equal(await found(), "other/kept");
  });

  it("is not there on a machine without any", async () => {
    assert.equal(await found(), undefined);
  });

  it("is never run from inside the workspace", async () => {
    await python("workspace/.venv/bin/python3.13", "3.13.0");
    await program("workspace/.venv/bin/uv", "echo /nowhere");
    await symlink(at("workspace/.venv/bin"), at("link"));
    await symlink(at("workspace/.venv/bin/python3.13"), at("bin/python3.13"));
    const folders = [at("workspace/.venv/bin"), at("link"), "workspace/.venv/bin", ".", "", at("bin")];
    process.chdir(at("workspace/.venv/bin"));
    assert.equal(await found({ environment: { PATH: folders.join(":") } }), undefined);
    process.chdir("/");
    assert.equal(await asked(), "");
  });

  it("does not see folders of the workspace, nor its virtual environment", async () => {
    await python("bin/python3.12", "3.12.1");
    const PATH = [at("workspace/.venv/bin"), ".", at("bin")].join(":");
    const server = await findServer({ ...around, environment: { PATH, VIRTUAL_ENV: at("workspace/.venv") } });
    assert.deepEqual(server?.environment, { PATH: at("bin") });
  });

  it("is the one of the setting, also from inside the workspace", async () => {
    await python("bin/python3.14", "3.14.0");
    await python("workspace/.venv/bin/python3.12", "3.12.0");
    const interpreter = at("workspace/.venv/bin/python3.12");
    assert.equal(await found({ interpreter }), "workspace/.venv/bin/python3.12");
  });

  it("is no other one when the setting is wrong", async () => {
    await python("bin/python3.14", "3.14.0");
    await assert.rejects(found({ interpreter: at("bin/python2") }), UnusableSetting);
    await assert.rejects(found({ path: at("bin/nothing") }), UnusableSetting);
    await assert.rejects(found({ path: "python3.14" }), UnusableSetting);
  });

  it("is not needed when a partywall is given", async () => {
    await program("bin/partywall", "exit 1");
    const server = await findServer({ ...around, path: at("bin/partywall") });
    assert.deepEqual([server?.program, server?.args], [at("bin/partywall"), ["server", "--stdio"]]);
    assert.equal(await asked(), "");
  });

  it("loads the launcher in a real Python, whose probe tells of it", { skip: !realPython() }, async () => {
    const interpreter = realPython() ?? "";
    const libs = at("libs/pydantic_core");
    await mkdir(libs, { recursive: true });
    await writeFile(path.join(libs, "__init__.py"), "");
    const launcher = at("launcher.py");
    await writeFile(launcher, await readFile(path.resolve(__dirname, "../../server/launcher.py")));
    const server = await findServer({ ...around, interpreter, launcher });
    assert.match(server?.description ?? "", /^Python 3\.1\d\.\d+ /);
    await rm(libs, { recursive: true });
    await assert.rejects(findServer({ ...around, interpreter, launcher }), UnusableSetting);
  });
});

function realPython(): string | undefined {
  for (const minor of [14, 13, 12, 11]) {
    try {
      const script = "import sys; print(sys.executable)";
      return execFileSync(`python3.${minor}`, ["-c", script], { stdio: ["ignore", "pipe", "ignore"] })
        .toString()
        .trim();
    } catch {
      // The next one.
    }
  }
  return undefined;
}
