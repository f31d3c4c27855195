import '@swc-node/register/esm-register';
import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes `docs/reference/`: configuration, errors, command line and HTTP routes, from the code that they describe. The pages are
 * committed, so that they are read on any host of the repository. Run it as `npm run docs:generate` when test/docs/reference.spec.ts
 * fails, which asks `--check`: it writes nothing, and fails with the names of the pages that would change.
 */

const { referencePages } = await import('./docs/reference-pages.ts');
const root = new URL('../', import.meta.url);
const before = globSync('docs/reference/**/*.md', { cwd: fileURLToPath(root) });
const pages = await referencePages(root);
const gone = before.filter((path) => !pages.has(path));

if (process.argv.includes('--check')) {
  const old = [...gone];
  for (const [path, text] of pages) {
    const there = await readFile(new URL(path, root), 'utf8').catch(() => undefined);
    if (there !== text) old.push(path);
  }
  if (old.length) console.error(`Run npm run docs:generate. It would change:\n${old.join('\n')}`);
  process.exit(old.length ? 1 : 0);
}

for (const path of gone) await rm(new URL(path, root));
for (const [path, text] of pages) {
  const file = new URL(path, root);
  await mkdir(dirname(fileURLToPath(file)), { recursive: true });
  await writeFile(file, text);
}
process.exit(0); // what was loaded may hold a timer
