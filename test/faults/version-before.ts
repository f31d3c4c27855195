import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { compiledFolder } from '../support/run-folder.js';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The first migration that the version before does not have. */
const FIRST_MIGRATION_SINCE = 'prisma/migrations/20261122134416_production/migration.sql';

export interface VersionBefore {
  /** Its counting service, compiled. */
  service: URL;
  /** Its folder with `schema.prisma` and `migrations/`. */
  prismaFolder: string;
}

/** The commit before this version's first migration; `undefined` where the history of the repository is not there. */
export async function commitBefore(): Promise<string | undefined> {
  try {
    const added = ['log', '--diff-filter=A', '--format=%H', '--', FIRST_MIGRATION_SINCE];
    const commit = (await exec('git', added, { cwd: root })).stdout.trim();
    if (commit === '') return undefined;
    return (await exec('git', ['rev-parse', '--verify', `${commit}^`], { cwd: root })).stdout.trim();
  } catch {
    return undefined; // no git, no repository, or no commit before
  }
}

/** Takes a commit out of git and compiles it with the packages of this tree, which it finds above its folder. */
export async function buildVersion(commit: string): Promise<VersionBefore> {
  const folder = join(dirname(compiledFolder), 'before');
  await mkdir(folder, { recursive: true });
  const archive = join(folder, 'archive.tar');
  const parts = ['src', 'test', 'prisma', 'prisma.config.ts', 'package.json', 'tsconfig.json'];
  await exec('git', ['archive', `--output=${archive}`, commit, ...parts], { cwd: root });
  await exec('tar', ['-xf', archive], { cwd: folder });
  await exec(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
    cwd: folder,
    // As `npm run generate`: nothing is downloaded.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: 'package.json' },
  });
  const bundle = await rolldown({
    cwd: folder,
    input: { service: 'test/faults/counting-service.ts' },
    platform: 'node',
    tsconfig: true,
    external: [
      /^@nestjs\/(microservices|websockets)/,
      /^class-(transformer|validator)/,
      /^pg-native$/,
      /\.node$/,
    ],
    logLevel: 'silent',
  });
  // As deep as the file that looks for `prisma/` in `src/`.
  const files = 'as/deep/as/[name].js';
  await bundle.write({ dir: folder, entryFileNames: files, chunkFileNames: files, keepNames: true });
  await bundle.close();
  return {
    service: pathToFileURL(join(folder, 'as/deep/as/service.js')),
    prismaFolder: join(folder, 'prisma'),
  };
}
