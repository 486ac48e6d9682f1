// The schema engine, `@prisma/schema-engine-wasm`: the SQL that Prisma itself would write. A comparison of two schemas
// needs no database; what the engine insists on being given is a connection that answers nothing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { config } from './schema.mjs';

const wasm = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
const { instance } = await WebAssembly.instantiate(readFileSync(fileURLToPath(wasm)), {
  './schema_engine_bg.js': bindings,
});
bindings.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const flavours = { postgresql: 'postgres', postgres: 'postgres', cockroachdb: 'postgres', sqlite: 'sqlite' };

/** SQL from one schema to another, or from nothing where `from` is null. */
export async function diff({ from, to }) {
  const provider = config({ files: to }).datasources[0]?.activeProvider;
  const flavour = flavours[provider];
  if (flavour === undefined) {
    throw new Error(`Prisma's engine for ${provider ?? 'a schema without a datasource'} is not in the WebAssembly build`);
  }
  const engine = await bindings.SchemaEngine.new(
    { datamodels: to },
    () => {},
    bindMigrationAwareSqlAdapterFactory(silentFactory(flavour)),
  );
  try {
    const { stdout } = await engine.diff({
      from: from === null ? { tag: 'empty' } : target(from),
      to: target(to),
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout;
  } finally {
    engine.free();
  }
}

function target(files) {
  return { tag: 'schemaDatamodel', files: files.map(([path, content]) => ({ path, content })) };
}

function silentFactory(provider) {
  const refuse = async () => {
    throw new Error('a comparison of two schemas needs no database');
  };
  const connection = {
    provider,
    adapterName: 'silent',
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
    dispose: async () => {},
  };
  return { provider, adapterName: 'silent', connect: async () => connection, connectToShadowDb: refuse };
}
