// The schema engine, `@prisma/schema-engine-wasm`, on a database.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { database } from './database.mjs';

/** An engine that knows the schema of `paths`; some commands name none. */
export async function start(paths, url, mode) {
  const wasm = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const { instance } = await WebAssembly.instantiate(readFileSync(fileURLToPath(wasm)), {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const datamodels = paths.length ? paths.map((path) => [path, readFileSync(path, 'utf8')]) : undefined;
  const adapter = bindMigrationAwareSqlAdapterFactory(await database(url, mode));
  return bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}
