/** Takes one file out of a `.tar.gz` or a `.zip` that is trusted by its checksum: as much of the two formats as the releases of uv use. */
import { gunzipSync, inflateRawSync } from "node:zlib";

/** The content of the entry of that file name, in whichever folder of the archive. */
export function extract(archive: Buffer, name: string): Buffer {
  const entries = archive.readUInt16LE(0) === GZIP ? tarEntries(gunzipSync(archive)) : zipEntries(archive);
  for (const entry of entries) {
    if (entry.path.split("/").at(-1) === name) {
      return entry.content();
    }
  }
  throw new Error(`the archive holds no ${name}`);
}

interface Entry {
  readonly path: string;
  readonly content: () => Buffer;
}

const GZIP = 0x8b1f;
const TAR_BLOCK = 512;
const ZIP_END = 0x06054b50;
const ZIP_LOCAL_HEADER = 30;
const ZIP_CENTRAL_HEADER = 46;
const DEFLATED = 8;

function* tarEntries(tar: Buffer): Generator<Entry> {
  let at = 0;
  while (at + TAR_BLOCK <= tar.length && tar[at] !== 0) {
    const start = at + TAR_BLOCK;
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8);
    yield { path: zeroEnded(tar, at, 100), content: () => tar.subarray(start, start + size) };
    at = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
}

function* zipEntries(zip: Buffer): Generator<Entry> {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== ZIP_END) {
    end -= 1; // Throws at the front of what is no zip file.
  }
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      zip.readUInt16LE(at + offset),
    ) as [number, number, number];
    const header = zip.readUInt32LE(at + 42);
    const path = zip.toString("utf8", at + ZIP_CENTRAL_HEADER, at + ZIP_CENTRAL_HEADER + nameLength);
    yield { path, content: () => zipContent(zip, header, size, method) };
    at += ZIP_CENTRAL_HEADER + nameLength + extraLength + commentLength;
  }
}

function zipContent(zip: Buffer, header: number, size: number, method: number): Buffer {
  // Lengths of name and extra field differ from those of the central directory.
  const start = header + ZIP_LOCAL_HEADER + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const content = zip.subarray(start, start + size);
  return method === DEFLATED ? inflateRawSync(content) : content;
}

function zeroEnded(bytes: Buffer, start: number, length: number): string {
  return bytes.toString("utf8", start, start + length).split("\0", 1)[0] ?? "";
}
