// The schema engine, `@prisma/schema-engine-wasm`: the SQL that Prisma itself would write. A comparison of two schemas
// needs no database; what the engine insists on being given is a connection that answers nothing. A comparison with a
// database that runs is asked of PostgreSQL, through Prisma's own adapter.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { config } from './schema.mjs';

const wasm = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
const { instance } = await WebAssembly.instantiate(readFileSync(fileURLToPath(wasm)), {
  './schema_engine_bg.js': bindings,
});
bindings.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

// Numbers of types in PostgreSQL (`pg_type.dat`).
const CHAR = 18;
const TEXT = 25;

const flavours = { postgresql: 'postgres', postgres: 'postgres', cockroachdb: 'postgres', sqlite: 'sqlite' };

/** SQL from one schema to another, or from nothing where `from` is null. */
export async function diff({ from, to }) {
  const provider = config({ files: to }).datasources[0]?.activeProvider;
  const flavour = flavours[provider];
  if (flavour === undefined) {
    throw new Error(`Prisma's engine for ${provider ?? 'a schema without a datasource'} is not in the WebAssembly build`);
  }
  return script(silentFactory(flavour), from === null ? { tag: 'empty' } : target(from), to);
}

/** SQL from what stands in a running PostgreSQL to a schema: what `migrate dev` would still propose. */
export async function drift({ connection, to }) {
  const files = to.map(([path, content]) => ({ path, content }));
  return script(await liveFactory(connection), { tag: 'schemaDatasource', files, configDir: '/' }, to);
}

async function script(factory, from, to) {
  const engine = await bindings.SchemaEngine.new(
    { datamodels: to },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    const { stdout } = await engine.diff({
      from,
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

/** Prisma's adapter for PostgreSQL, which does not know the type `"char"` that the engine's own questions return. */
async function liveFactory(settings) {
  const { PrismaPg } = await import('@prisma/adapter-pg');
  const factory = new PrismaPg(settings);
  const connect = async () => {
    const connection = await factory.connect();
    const ask = connection.performIO.bind(connection);
    let found = [];
    connection.performIO = async (query) => {
      const result = await ask(query);
      found = result.fields?.map(({ dataTypeID }) => dataTypeID === CHAR) ?? [];
      result.fields?.forEach((field, at) => found[at] && (field.dataTypeID = TEXT));
      return result;
    };
    const answer = connection.queryRaw.bind(connection);
    connection.queryRaw = async (query) => {
      const result = await answer(query);
      found.forEach((isChar, at) => isChar && (result.columnTypes[at] = ColumnTypeEnum.Character));
      return result;
    };
    return connection;
  };
  return { provider: factory.provider, adapterName: factory.adapterName, connect, connectToShadowDb: connect };
}
