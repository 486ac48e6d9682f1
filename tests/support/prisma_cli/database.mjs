// The database of a URL, as the schema engine for WebAssembly is given it.
// The engine's build for WebAssembly knows no MySQL, whatever the adapter.
const KINDS = { 'postgres:': 'postgresql', 'postgresql:': 'postgresql', 'file:': 'sqlite' };

/** What the engine connects with. `mode` is `whole` or `statements`, which only PostgreSQL's is sent. */
export async function database(url, mode) {
  const { factory } = await import(`./${KINDS[new URL(url).protocol]}.mjs`); // each brings a driver of its own
  return factory(url, mode);
}
