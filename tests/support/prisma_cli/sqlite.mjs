// SQLite: `@prisma/adapter-libsql`, in whose connections foreign keys hold, as in the native engine's.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';

const ASKED = /(?<=^SELECT sql FROM sqlite_master WHERE type = 'index' AND name = )"(.*)"(?=;$)/;

/** What the engine connects with. */
export function factory(url) {
  return { provider: 'sqlite', adapterName: 'libsql', connect: () => connect(url), connectToShadowDb: connectToShadow };
}

function inSingleQuotes(_, name) {
  return `'${name.replaceAll("'", "''")}'`;
}

async function connect(url) {
  const connection = await new PrismaLibSql({ url }).connect();
  await connection.executeScript('PRAGMA foreign_keys = ON');
  // The engine replays a history as raw queries, of which the driver would run the first statement alone.
  const { executeRaw, queryRaw } = connection;
  connection.executeRaw = async (query) => {
    if (query.args.length) return executeRaw.call(connection, query);
    await connection.executeScript(query.sql);
    return 0;
  };
  // Of a partial index the engine asks by a text in double quotes, which the native engine's SQLite takes for one.
  connection.queryRaw = (query) => queryRaw.call(connection, { ...query, sql: query.sql.replace(ASKED, inSingleQuotes) });
  return connection;
}

/** A file of its own to replay a history in: one in memory would be another for each script. */
async function connectToShadow() {
  const folder = mkdtempSync(join(tmpdir(), 'shadow-'));
  const connection = await connect(`file:${join(folder, 'shadow.db')}`);
  const close = connection.dispose.bind(connection);
  connection.dispose = async () => {
    await close();
    rmSync(folder, { recursive: true });
  };
  return connection;
}
