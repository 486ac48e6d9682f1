/** Fetches uv and, with it, a Python: by checksum, into the extension's own storage. The only code here that goes to the network. */
import { createHash } from "node:crypto";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { extract } from "./archive";
import { managedPythons, run, type Surroundings, WANTED } from "./interpreter";

export const UV = "0.12.18";
const RELEASES = `https://github.com/astral-sh/uv/releases/download/${UV}`;

type Archives = Readonly<Record<string, { readonly name: string; readonly sha256: string }>>;

/** Checksums that the release publishes beside its archives. */
const ARCHIVES: Archives = {
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

/** Returns the path of the uv that is there now. What has another checksum than the release is thrown away. */
export async function fetchUv(
  around: Surroundings,
  signal: AbortSignal,
  archives: Archives = ARCHIVES,
): Promise<string> {
  const archive = archives[`${around.platform}-${process.arch}`];
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

/** uv knows the checksums of its Pythons itself. */
export async function fetchPython(uv: string, around: Surroundings, signal: AbortSignal): Promise<void> {
  const environment = {
    UV_CACHE_DIR: path.join(around.storage, "uv", "cache"),
    UV_NO_CONFIG: "1",
    UV_PYTHON_INSTALL_BIN: "0",
    UV_PYTHON_INSTALL_DIR: managedPythons(around.storage),
    UV_PYTHON_INSTALL_REGISTRY: "0",
  };
  await run(uv, ["python", "install", WANTED], around, { environment, signal });
}
