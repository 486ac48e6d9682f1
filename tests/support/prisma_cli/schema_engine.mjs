#!/usr/bin/env node
// Stands where the Prisma CLI expects its native schema engine, which no registry carries: a JSON-RPC message a line
// in and out, answered by the same engine built for WebAssembly (`engine.mjs`).
//
//   PRISMA_SCHEMA_ENGINE_BINARY=…/schema_engine.mjs PARTYWALL_SCRIPTS=whole|statements prisma migrate deploy
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values: given, positionals } = parseArgs({
  options: {
    datamodels: { type: 'string', multiple: true, default: [] },
    datasource: { type: 'string', default: '{}' },
  },
  allowPositionals: true,
});
if (positionals[0] === 'cli') {
  // `cli can-connect-to-database`: the tests have just made it.
  console.error(JSON.stringify({ level: 'INFO', fields: { message: 'Connection successful' } }));
  process.exit(0);
}

let panic = null;
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(message) {
    panic = message;
  },
};
process.on('uncaughtException', (error) => {
  console.error(JSON.stringify({ level: 'ERROR', fields: { message: panic ?? String(error?.stack ?? error) } }));
  process.exit(101);
});

const { start } = await import('./engine.mjs'); // not above: the question before each command needs none of it
const engine = await start(given.datamodels, JSON.parse(given.datasource).url, process.env.PARTYWALL_SCRIPTS);
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...(await answer(method, params)) })}\n`);
}
process.exit(0);

async function answer(method, params) {
  try {
    const result = await (method === 'getDatabaseVersion' ? engine.version(params) : engine[method](params));
    return { result: result ?? {} };
  } catch (error) {
    if (panic !== null || error instanceof WebAssembly.RuntimeError) throw error;
    const data = { is_panic: false, message: String(error?.message ?? error), error_code: error?.code ?? null };
    return { error: { code: 4466, message: 'see `data`', data: { ...data, meta: null, backtrace: null } } };
  }
}
