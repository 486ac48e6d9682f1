// Parser, validator and formatter: `@prisma/prisma-schema-wasm`. `files` is [[path, text], …], one schema.
import { createRequire } from 'node:module';

const prisma = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');

/** Every error and warning. Offsets count UTF-16 units. */
export function lint({ files }) {
  return JSON.parse(prisma.lint(JSON.stringify(files)));
}

/** The text as `prisma format` would leave it. */
export function format({ text }) {
  // Anything but a `file:` address comes back unchanged.
  const uri = 'file:///schema.prisma';
  const options = { tabSize: 2, insertSpaces: true };
  const params = { textDocument: { uri }, options };
  const [[, formatted]] = JSON.parse(prisma.format(JSON.stringify([[uri, text]]), JSON.stringify(params)));
  return formatted;
}

/** What Prisma Client is generated from. */
export function dmmf({ files }) {
  return JSON.parse(prisma.get_dmmf(JSON.stringify({ prismaSchema: files, noColor: true })));
}

/** Generators and datasources. */
export function config({ files }) {
  const params = { prismaSchema: files, datasourceOverrides: {}, ignoreEnvVarErrors: true, env: {} };
  return JSON.parse(prisma.get_config(JSON.stringify(params))).config;
}

/** Native types of the schema's provider, with the scalar types that may have them. */
export function nativeTypes({ files }) {
  return JSON.parse(prisma.native_types(JSON.stringify(files)));
}

/** Panics, for the test of what happens then. */
export function panic() {
  prisma.debug_panic();
}
