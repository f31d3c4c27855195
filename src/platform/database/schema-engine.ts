import { readFile, readdir } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The package's own `prisma/` folder, wherever in the package this code stands: in `src/`, `dist/` or a bundle. */
export const prismaFolder = join(dirname(findPackageJSON(import.meta.url) ?? ''), 'prisma');

/** No table or enum of the database belongs to anybody else. */
export const everything: wasm.SchemaFilter = { externalTables: [], externalEnums: [] };

/**
 * Opens Prisma's schema engine on a database; `free()` it after use. It is the engine of `prisma migrate`, as WebAssembly:
 * it comes with the package, where Prisma's CLI downloads a binary.
 */
export async function openSchemaEngine(options: {
  adapter: PrismaPg;
  /** Folder with `schema.prisma`. */
  folder: string;
}): Promise<wasm.SchemaEngine> {
  await (loaded ??= load());
  const datamodels = [await readSchema(options.folder)];
  const adapter = bindMigrationAwareSqlAdapterFactory(options.adapter);
  return wasm.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

/** The schema of the folder, as path and text. */
export async function readSchema(folder: string): Promise<[path: string, text: string]> {
  const path = join(folder, 'schema.prisma');
  return [path, await readFile(path, 'utf8')];
}

/** The migrations of the folder, as the engine takes them and in the order in which they are applied. */
export async function readMigrations(folder: string): Promise<wasm.MigrationList> {
  const baseDir = join(folder, 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const lockfile = 'migration_lock.toml';
  return {
    baseDir,
    lockfile: { path: lockfile, content: await readFile(join(baseDir, lockfile), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.toSorted().map((name) => readMigration(baseDir, name))),
  };
}

async function readMigration(baseDir: string, name: string): Promise<wasm.MigrationDirectory> {
  const value = await readFile(join(baseDir, name, 'migration.sql'), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
}

/** The part of the global that is used; TypeScript knows it from the DOM only. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, Record<string, unknown>>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let loaded: Promise<void> | undefined;

async function load(): Promise<void> {
  // Where the engine leaves its last words when it gives up, which it otherwise does without any.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: throwLastWords } });

  // The package's own entry imports the .wasm as a module, for which Node prints a warning.
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(join(dirname(glue), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glueFunctions() });
  const { __wbg_set_wasm: setInstance } = wasm;
  setInstance(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
}

function throwLastWords(message: string): never {
  throw new Error(`Prisma's schema engine gave up: ${message}`);
}

function glueFunctions(): Record<string, unknown> {
  const entries = Object.entries<unknown>({ ...wasm });
  return Object.fromEntries(
    entries.map(([name, glue]) => [name, name.startsWith('__wbg_setTimeout_') ? unrefTimeout : glue]),
  );
}

/** The engine never clears its timers, which would keep a finished process alive for ten seconds. */
function unrefTimeout(callback: () => void, delayMs: number): NodeJS.Timeout {
  return setTimeout(callback, delayMs).unref();
}
