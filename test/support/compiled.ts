import { glob, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Names the folder to the processes of this run that start others. */
const VARIABLE = 'HOOKLINE_COMPILED_FOR_TESTS';

/** Compiles folders of the project into another, which lies inside the project so that its packages are found. */
export async function compileFolders(folders: readonly string[], to: string): Promise<void> {
  for (const folder of folders) {
    for await (const file of glob('**/*.{ts,tsx}', { cwd: join(root, folder) })) {
      if (/(\.spec|\.d|spec-support)\.tsx?$/.test(file)) continue;
      await compileFile(join(root, folder, file), join(to, folder, file));
    }
  }
  await symlink(join(root, 'prisma'), join(to, 'prisma')); // the migrations, as far away as from `src/`
}

/** Compiles one file; its name ends in `.js` then. */
export async function compileFile(from: string, to: string): Promise<void> {
  const { code } = await transformFile(from, { sourceMaps: false });
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to.replace(/\.tsx?$/, '.js'), code);
}

/**
 * Compiles `src/` and `test/` once for a whole run: a process that compiles itself takes seconds to start, and some
 * tests start many.
 */
export async function compileForTests(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await compileFolders(['src', 'test'], folder);
  process.env[VARIABLE] = folder;
}

/** A script of the project, compiled, by its path: `src/main.ts`. */
export function compiledScript(path: string): string {
  const folder = process.env[VARIABLE];
  if (!folder) throw new Error('Nothing is compiled: this runs only in tests, after their global setup.');
  return join(folder, path.replace(/\.tsx?$/, '.js'));
}
