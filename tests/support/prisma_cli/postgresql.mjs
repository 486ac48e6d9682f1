// PostgreSQL: `@prisma/adapter-pg`, with three differences that make
// it behave as the native engine does.
//
//   one connection     a session's settings, `BEGIN` and the advisory lock hold from one statement to the next
//   scripts            sent as one query, as before Prisma 7.4, or statement by statement, as since; see `mode`
//   "char"             a type that the adapter refuses and the engine's own questions to the catalog ask for
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { statements } from './statements.mjs';

const { builtins } = pg.types;

/** What the engine connects with. */
export function factory(url, mode) {
  const config = parse(url);
  return {
    provider: 'postgres',
    adapterName: 'pg',
    connect: () => connect(config, mode),
    connectToShadowDb: () => connectToShadow(config, mode),
  };
}

function parse(text) {
  const url = new URL(text);
  return {
    host: url.searchParams.get('host') ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

async function connect(config, mode) {
  const connection = await new PrismaPg({ ...config, max: 1, idleTimeoutMillis: 0 }, { onPoolError() {} }).connect();
  readChars(connection);
  connection.executeScript = async (script) => {
    for (const sql of mode === 'statements' ? statements(script) : [script]) {
      await connection.underlyingDriver().query(sql).catch((error) => connection.onError(error));
    }
  };
  return connection;
}

/** A database of its own to replay a history in; it goes when the engine lets go of it. */
async function connectToShadow(config, mode) {
  const admin = new pg.Client(config);
  const name = `shadow_${crypto.randomUUID()}`;
  await admin.connect();
  await admin.query(`CREATE DATABASE "${name}"`);
  const connection = await connect({ ...config, database: name }, mode);
  const close = connection.dispose.bind(connection);
  connection.dispose = async () => {
    await close();
    await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
    await admin.end();
  };
  return connection;
}

/** Read `"char"` as text, and tell the engine that it is a character. */
function readChars(connection) {
  const { performIO, queryRaw } = connection;
  const isChar = new WeakMap();
  connection.performIO = async (query) => {
    const result = await performIO.call(connection, query);
    const chars = (result.fields ?? []).map((field) => field.dataTypeID === builtins.CHAR);
    result.fields?.forEach((field, index) => {
      if (chars[index]) field.dataTypeID = builtins.TEXT;
    });
    isChar.set(query, chars);
    return result;
  };
  connection.queryRaw = async (query) => {
    const result = await queryRaw.call(connection, query);
    const chars = isChar.get(query) ?? [];
    result.columnTypes = result.columnTypes.map((type, index) => (chars[index] ? ColumnTypeEnum.Character : type));
    return result;
  };
}
