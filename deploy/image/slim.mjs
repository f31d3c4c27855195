import { readdir, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/*
 * Removes from folders what a running service never loads: `node deploy/image/slim.mjs node_modules dist`.
 * Licences stay: they are to go wherever the code goes.
 */

/** What is for people, compilers and debuggers. Nothing that Node loads from a package is called so. */
const NEVER_LOADED = /\.(d\.[mc]?ts|[mc]?ts|tsx|map|md|markdown|flow|tsbuildinfo)$/i;

/** Prisma's query engine for databases that Hookline does not use, and in the form that is not compiled in. */
const OTHER_DATABASES =
  /@prisma\/client\/runtime\/query_compiler_(small_bg\.|fast_bg\.(cockroachdb|mysql|sqlite|sqlserver)\.)/;

/** Whatever a package calls its licence stays, also as `LICENSE.md`. */
const LICENCE = /(^|\/)(licen[cs]e|copying|notice)[^/]*$/i;

const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error('Name the folders to be slimmed: node_modules dist');
for (const folder of folders) {
  const { kept, removed, engines } = await slim(folder);
  // A new Prisma that names its files otherwise would bring 70 MB back, silently.
  if (folder === 'node_modules' && engines === 0) throw new Error('No engine of another database was found.');
  process.stdout.write(`${folder}: ${mebibytes(kept)} MiB kept, ${mebibytes(removed)} MiB removed\n`);
}

async function slim(folder) {
  const sum = { kept: 0, removed: 0, engines: 0 };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size } = await stat(path);
    const name = relative(folder, path);
    const isEngine = OTHER_DATABASES.test(name);
    if (isEngine || (NEVER_LOADED.test(name) && !LICENCE.test(name))) {
      await rm(path);
      sum.removed += size;
    } else {
      sum.kept += size;
    }
    if (isEngine) sum.engines += 1;
  }
  return sum;
}

function mebibytes(bytes) {
  return Math.round(bytes / 1024 ** 2);
}
