import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it, mock } from "node:test";
import type { Surroundings } from "../src/interpreter";
import { fetchUv } from "../src/uv";

/** The releases of uv, as a server of this machine that says something else than they do. */
describe("fetching uv", { skip: process.platform === "win32" }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "partywall-"));
  const around = { platform: "linux", storage: folder } as Surroundings;
  const here = `linux-${process.arch}`;
  const program = path.join(folder, "uv", "0.12.18", "uv");
  const asked: string[] = [];
  let server: Server;
  let archive: Buffer;

  before(async () => {
    mkdirSync(path.join(folder, "release"));
    writeFileSync(path.join(folder, "release", "uv"), "#!/bin/sh\necho uv\n");
    execFileSync("tar", ["-czf", "uv.tar.gz", "release"], { cwd: folder });
    archive = readFileSync(path.join(folder, "uv.tar.gz"));
    server = createServer((request, response) => {
      response.statusCode = request.url === "/missing" ? 404 : 200;
      response.end(archive);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const original = fetch;
    mock.method(globalThis, "fetch", (url: string, options: RequestInit) => {
      asked.push(url);
      const { port } = server.address() as AddressInfo;
      return original(`http://127.0.0.1:${port}/${url.split("/").at(-1)}`, options);
    });
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it("throws away what has another checksum than the release", async () => {
    await assert.rejects(fetchUv(around, new AbortController().signal), /another checksum/);
    assert.ok(!existsSync(program));
    assert.match(
      asked.at(-1) ?? "",
      /^https:\/\/github\.com\/astral-sh\/uv\/releases\/download\/0\.12\.18\/uv-/,
    );
  });

  it("leaves a program that runs when the checksum is right", async () => {
    const sha256 = createHash("sha256").update(archive).digest("hex");
    const archives = { [here]: { name: "uv.tar.gz", sha256 } };
    assert.equal(await fetchUv(around, new AbortController().signal, archives), program);
    assert.equal(execFileSync(program).toString(), "uv\n");
  });

  it("says what the server answered", async () => {
    const archives = { [here]: { name: "missing", sha256: "" } };
    await assert.rejects(fetchUv(around, new AbortController().signal, archives), /answers 404/);
  });

  it("says so on a machine that uv has no release for", async () => {
    await assert.rejects(fetchUv(around, new AbortController().signal, {}), /no uv for linux/);
  });
});
