// Prisma's own judgement, asked for over one long-lived process: a JSON object a line in,
// {"method", "params"}, a JSON object a line out, {"result"} | {"error"} | {"panic"}.
// After a panic the WebAssembly memory cannot be trusted: the process says so and ends.
import { createInterface } from 'node:readline';

let panic = null;
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(message) {
    panic = message;
  },
};

// Loaded when first asked for: most tests need the schema's side alone.
const modules = {
  schema: () => import('./schema.mjs'),
  engine: () => import('./engine.mjs'),
};

async function answer({ method, params }) {
  const [module, name] = method.split('.');
  const functions = await modules[module]();
  return functions[name](params);
}

function write(reply, then) {
  process.stdout.write(`${JSON.stringify(reply)}\n`, then);
}

function endWith(error) {
  write({ panic: panic ?? String(error?.stack ?? error) }, () => process.exit(1));
}

process.on('uncaughtException', endWith);
process.on('unhandledRejection', endWith);

for await (const line of createInterface({ input: process.stdin })) {
  try {
    write({ result: (await answer(JSON.parse(line))) ?? null });
  } catch (error) {
    if (panic !== null || error instanceof WebAssembly.RuntimeError) {
      endWith(error);
      break;
    }
    write({ error: String(error?.message ?? error) });
  }
}
