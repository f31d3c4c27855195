import { execFile } from 'node:child_process';
import { copyFile, glob, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { transformFile } from '@swc/core';
import type { Workspace } from './workspace.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const prismaCli = join(
  dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build/index.js',
);

/** Where the Prisma schema of the other contenders is, and beside it what is generated from it. */
const CONTENDERS = 'bench/ingest/contenders';

/**
 * The project as it runs in production: compiled beforehand, since a process that carries a compiler along is a hundred
 * megabytes larger than what is to be measured.
 */
export class Compiled {
  private constructor(private readonly folder: string) {}

  /** Compiles `src/` and `bench/` into the workspace, with a Prisma client for the contenders that want one. */
  static async make(workspace: Workspace): Promise<Compiled> {
    const folder = join(workspace.folder, 'compiled');
    await compileFolders(['src', 'bench', 'test'], folder);
    await generatePrismaClient(join(folder, CONTENDERS));
    return new Compiled(folder);
  }

  /** A script by its path in the project, such as `bench/ingest/load/load.ts`. */
  script(path: string): URL {
    return pathToFileURL(join(this.folder, path.replace(/\.ts$/, '.js')));
  }
}

async function generatePrismaClient(folder: string): Promise<void> {
  const schema = join(folder, 'schema.prisma');
  await copyFile(join(root, CONTENDERS, 'schema.prisma'), schema);
  // Named so that it is not fetched: generating needs no engine.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'package.json') };
  const cli = [prismaCli, 'generate', '--schema', relative(root, schema)];
  await promisify(execFile)(process.execPath, cli, { cwd: root, env });
  for await (const file of glob('generated/**/*.ts', { cwd: folder })) {
    await compileFile(join(folder, file), join(folder, file));
  }
}

/** Compiles folders of the project into another, which lies inside the project so that its packages are found. */
async function compileFolders(folders: readonly string[], to: string): Promise<void> {
  for (const folder of folders) {
    for await (const file of glob('**/*.{ts,tsx}', { cwd: join(root, folder) })) {
      if (/(\.spec|\.d|spec-support)\.tsx?$/.test(file)) continue;
      await compileFile(join(root, folder, file), join(to, folder, file));
    }
  }
  await symlink(join(root, 'prisma'), join(to, 'prisma')); // the migrations, as far away as from `src/`
}

/** Compiles one file; its name ends in `.js` then. */
async function compileFile(from: string, to: string): Promise<void> {
  const { code } = await transformFile(from, { sourceMaps: false });
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to.replace(/\.tsx?$/, '.js'), code);
}
