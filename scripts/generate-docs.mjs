import '@swc-node/register/esm-register';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes `docs/reference/`: configuration, errors, command line and HTTP routes, from the code that they describe. The pages are
 * committed, so that they are read on any host of the repository, and kept true by test/docs/reference.spec.ts. Run it as
 * `npm run docs:generate` when that test fails.
 */

const { referencePages } = await import('./docs/reference-pages.ts');
const root = new URL('../', import.meta.url);

const pages = await referencePages(root);
await rm(new URL('docs/reference/', root), { recursive: true, force: true });
for (const [path, text] of pages) {
  const file = new URL(path, root);
  await mkdir(dirname(file.pathname), { recursive: true });
  await writeFile(file, text);
}
process.exit(0); // what was loaded may hold a timer
