import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { extract } from "../src/archive";

/** Archives that others wrote: tar, and Python's zipfile. */
describe("an archive", { skip: process.platform === "win32" }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "partywall-"));
  const program = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) % 251));
  mkdirSync(path.join(folder, "uv-x86_64"));
  writeFileSync(path.join(folder, "uv-x86_64", "uvx"), "another");
  writeFileSync(path.join(folder, "uv-x86_64", "uv"), program);
  after(() => rmSync(folder, { recursive: true }));

  it("that is a .tar.gz gives its file", () => {
    execFileSync("tar", ["-czf", "uv.tar.gz", "uv-x86_64"], { cwd: folder });
    assert.deepEqual(extract(readFileSync(path.join(folder, "uv.tar.gz")), "uv"), program);
  });

  it("that is a .zip gives its file", () => {
    execFileSync("python3", ["-m", "zipfile", "-c", "uv.zip", "uv-x86_64/"], { cwd: folder });
    assert.deepEqual(extract(readFileSync(path.join(folder, "uv.zip")), "uv"), program);
  });

  it("without it says so", () => {
    execFileSync("tar", ["-czf", "uv.tar.gz", "uv-x86_64"], { cwd: folder });
    assert.throws(() => extract(readFileSync(path.join(folder, "uv.tar.gz")), "uv.exe"), /holds no uv\.exe/);
  });
});
