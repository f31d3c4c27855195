import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { check, resolveConfig } from 'prettier';
import { z } from 'zod';
import { makeFolder } from './support/run-folder.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the project is made of, as far as a provider needs it. */
const COPIED = [
  'src',
  'test',
  'docs/.vitepress/sidebar.ts',
  'scripts/new-provider',
  'scripts/new-provider.mjs',
  'package.json',
  'tsconfig.json',
  'prisma',
  'openapi.json',
  '.env.example',
  '.prettierrc',
  '.oxlintrc.json',
  '.dependency-cruiser.cjs',
];

const WISH = ['payments', 'webhooks', 'connect'];

/** On a busy machine; else a quarter of it. */
const PATIENCE_MS = 300_000;

interface Outcome {
  status: number;
  output: string;
}

/** A copy of the project, in which a provider is written. */
let folder: string;
let written: Outcome;

beforeAll(async () => {
  folder = await makeFolder('new-provider');
  for (const path of COPIED) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(root, path), join(folder, path), {
      recursive: true,
      filter: (each) => !/\.spec\.tsx?$/.test(each),
    });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await put('tsconfig.provider.json', TYPES);
  await put('vitest.provider.config.mjs', SPECS);
  written = await newProvider('acme', ...WISH);
}, PATIENCE_MS);

/** The types of what is new and all that it stands on; the second check starts from the first. */
const TYPES = JSON.stringify({
  extends: './tsconfig.json',
  compilerOptions: { incremental: true, tsBuildInfoFile: 'types.json', declaration: false, sourceMap: false },
  include: [
    ...['acme', 'big-bank', 'hook-only'].flatMap((name) => [`src/providers/${name}`, `src/sandbox/${name}`]),
    'src/sandbox/sandboxes.ts',
    'test/acme.spec.ts',
    'test/support/*.d.ts',
  ],
});

/** The specs of the new provider, on the database server of this run. */
const SPECS = `import { defineConfig } from 'vitest/config';
export default defineConfig({
  cacheDir: '.vite',
  test: {
    include: ['src/**/*.spec.ts', 'test/*.spec.ts'],
    setupFiles: ['test/support/fresh-scanner.ts'],
    isolate: false,
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: ${PATIENCE_MS},
    hookTimeout: ${PATIENCE_MS},
  },
});
`;

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** Runs a script of the copy, or of a package. What this run has told Vitest is not for the run within it. */
function run(script: string, ...parameters: string[]): Promise<Outcome> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  return new Promise((resolve) => {
    const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [script, ...parameters], options, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code ?? -1) : 0, output: stdout + stderr }),
    );
  });
}

const newProvider = (...parameters: string[]) => run('scripts/new-provider.mjs', ...parameters);
const types = () => run('node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.provider.json');

const lint = (files: readonly string[]) =>
  run('node_modules/oxlint/bin/oxlint', '--deny-warnings', ...files.filter((file) => file.endsWith('.ts')));
const floors = () =>
  run(
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'src/app.module.ts',
    'src/sandbox/sandboxes.ts',
  );

/** Those that are not as Prettier has them. */
async function unformatted(files: readonly string[]): Promise<string[]> {
  const bad: string[] = [];
  for (const file of files.filter((each) => each !== '.env.example')) {
    const filepath = join(folder, file);
    const options = { ...(await resolveConfig(filepath)), filepath };
    if (!(await check(await readFile(filepath, 'utf8'), options))) bad.push(file);
  }
  return bad;
}

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) }),
      ),
    }),
  ),
});

/** Runs specs of the copy by a part of their path: how many passed, which files failed, and why. */
async function specs(part: string) {
  const file = join(folder, 'report.json');
  const { output } = await run(
    'node_modules/vitest/vitest.mjs',
    'run',
    part,
    '--config=vitest.provider.config.mjs',
    '--reporter=json',
    `--outputFile=${file}`,
  );
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`The specs did not run:\n${output}`);
  });
  const files = report.parse(JSON.parse(text)).testResults;
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    files: files.map(({ name }) => relative(folder, name)).toSorted(),
    failed: files
      .filter(({ status }) => status !== 'passed')
      .map(({ name }) => relative(folder, name))
      .toSorted(),
    reasons: [
      ...files.map(({ message }) => message).filter(Boolean),
      ...tests.flatMap(({ failureMessages }) => failureMessages),
    ],
  };
}

/** The files of a page: blocks that begin with ```` ```ts [path/of/the/file.ts] ````. */
async function filesOf(page: string): Promise<[file: string, text: string][]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/^(`{3,})\w+ \[(\S+)\]\n(.*?)^\1$/gms)].map(([, , file = '', block = '']) => [
    file,
    block,
  ]);
}

const filesIn = (output: string) => [...output.matchAll(/^ {2}(\S+)$/gm)].map(([, file = '']) => file);
const placesIn = (output: string) =>
  [...output.matchAll(/^ {1,2}\d+\. (\S+)$/gm)].map(([, file = '']) => file);

describe('npm run new:provider, used wrongly', () => {
  it.each([
    [[], 'Give the provider a name.'],
    [['Acme', 'payments'], '"Acme" is no name'],
    [['../acme', 'payments'], '"../acme" is no name'],
    [['globex'], 'Say what globex offers.'],
    [['globex', 'invoices'], '"invoices" is no facet. There are payments,'],
    [['stripe', 'payments'], 'src/providers/stripe is there already.'],
    [['oauth', 'connect'], 'src/sandbox/oauth is there already.'],
  ])('%j says what is wrong', async (parameters, sentence) => {
    const { status, output } = await newProvider(...parameters);
    expect(status).toBe(64);
    expect(output).toContain(sentence);
  });

  it('--help says how', async () => {
    expect(await newProvider('--help')).toMatchObject({
      status: 0,
      output: expect.stringContaining('FACET'),
    });
  });
});

describe('A new provider', () => {
  it(
    'compiles, keeps to the style and the floors, and fails exactly where thought is needed',
    async () => {
      expect(written.status).toBe(0);
      const others = [
        await newProvider('big-bank', 'payments', 'notifier', 'calendar', 'contacts', 'webhooks', 'connect'),
        await newProvider('hook-only', 'webhooks'),
      ];
      const files = [written, ...others].flatMap(({ output }) => filesIn(output));
      const [typed, found] = await Promise.all([types(), specs('acme')]);
      expect(typed).toEqual({ status: 0, output: '' });
      expect(await lint(files)).toMatchObject({ status: 0 });
      expect(await floors()).toMatchObject({ status: 0 });
      expect(await unformatted(files)).toEqual([]);

      const places = placesIn(written.output);
      // Vitest shortens some of what it quotes.
      const named = found.reasons.map((reason) => /Write here, ([^\s:…]+)/.exec(reason)?.[1] ?? reason);
      expect(named.filter((name) => !places.some((place) => place.startsWith(name)))).toEqual([]);
      expect(found.failed).toEqual(found.files);
      expect(found.passed).toBeGreaterThan(3);
    },
    PATIENCE_MS,
  );

  it(
    'works once the guide has filled it in: a payment, its webhook, a connected account',
    async () => {
      const guide = await filesOf('docs/adding-a-provider.md');
      for (const [file, text] of guide) await put(file, text);
      const [typed, found] = await Promise.all([types(), specs('acme')]);
      expect(typed).toEqual({ status: 0, output: '' });
      expect(found.reasons).toEqual([]);
      expect(found.failed).toEqual([]);
      expect(found.files).toContain('test/acme.spec.ts');
      const left = await Promise.all(
        filesIn(written.output)
          .filter((file) => file.includes('acme') && !file.endsWith('.spec.ts'))
          .map((file) => readFile(join(folder, file), 'utf8')),
      );
      expect(left.filter((text) => text.includes('Write here'))).toEqual([]);
    },
    PATIENCE_MS,
  );
});
