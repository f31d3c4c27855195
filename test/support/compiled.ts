import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Names the folder to the threads of this run that start processes. */
const VARIABLE = 'HOOKLINE_COMPILED_FOR_TESTS';

/** What the tests start as processes of their own. */
const SCRIPTS = [
  'src/main.ts',
  'examples/demo/main.ts',
  'test/connections/acme-process.ts',
  'test/faults/counting-service.ts',
  'test/faults/delivering-service.ts',
  'test/faults/notifying-service.ts',
  'test/faults/started-service.ts',
] as const;
export type Script = (typeof SCRIPTS)[number];

/** What Nest looks for in case it is there, and what is found by its place among the packages. */
const NOT_BUNDLED = [
  /^@nestjs\/(microservices|websockets)/,
  /^class-(transformer|validator)/,
  /^pg-native$/,
  /\.node$/,
];

/**
 * Bundles the scripts that the tests start, with the packages that they use, once for a whole run. A process that compiles itself
 * takes many seconds to start, and one that loads 3,500 files a good half more than one that loads twenty; some tests start many.
 */
export async function compileForTests(folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(SCRIPTS.map((script) => [nameOf(script), script])),
    platform: 'node',
    tsconfig: true,
    external: NOT_BUNDLED,
    resolve: { alias: { hookline: join(root, 'src/index.ts') } },
    logLevel: 'silent',
  });
  await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    keepNames: true,
  });
  await bundle.close();
  // What makes a folder a package, and what is looked for in it.
  await symlink(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'prisma'), join(folder, 'prisma'));
  await symlink(join(root, 'openapi.json'), join(folder, 'openapi.json'));
  process.env[VARIABLE] = folder;
}

/** One of the {@link SCRIPTS}, compiled. */
export function compiledScript(script: Script): string {
  const folder = process.env[VARIABLE];
  if (!folder) throw new Error('Nothing is compiled: this runs only in tests, after their global setup.');
  return join(folder, `${nameOf(script)}.js`);
}

/** Without slashes, so that all lie in one folder. */
function nameOf(script: Script): string {
  return script.replace(/\.ts$/, '').replaceAll('/', '-');
}
