import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bareEnvironment } from '../support/bare-environment.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TARBALL = 'hookline.tgz';

/** What a product of our kind installs by itself, in the versions of the tree. */
const DEPENDENCIES = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-fastify',
  'fastify',
  'reflect-metadata',
  'rxjs',
  'zod',
];
const DEV_DEPENDENCIES = ['typescript', '@types/node'];

const entry = z.looseObject({ version: z.string().optional(), dev: z.boolean().optional() });
const lockFile = z.object({ packages: z.record(z.string(), entry) });
const manifest = z.looseObject({ version: z.string() });
const packed = z.tuple([
  z.object({
    filename: z.string(),
    size: z.number(),
    unpackedSize: z.number(),
    files: z.array(z.object({ path: z.string() })),
  }),
]);

/** What `npm pack` says of the tarball. Sizes are bytes. */
export type Packed = z.infer<typeof packed>[0];

/** Runs a program of the product to its end, in its folder. @throws Error with its output, when it fails */
export async function runIn(folder: string, program: string, ...args: string[]): Promise<string> {
  const run = promisify(execFile)(program, args, {
    cwd: folder,
    env: { ...bareEnvironment(), HOME: process.env['HOME'] },
    maxBuffer: 32 * 1024 ** 2,
  });
  const { stdout } = await run.catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`${program} ${args.join(' ')} failed: ${error.stdout}${error.stderr}`);
  });
  return stdout;
}

/**
 * Packs a built package and installs it into a product, which is `./product` and the shop of the examples. npm installs as for any
 * product: without our devDependencies, and without the embedded PostgreSQL. The lock file is made of the tree's own, so that what
 * `npm ci` has left in npm's cache is enough, and the network is only asked for what is not there.
 */
export async function installProduct(packageFolder: string, product: string): Promise<Packed> {
  const json = await runIn(
    packageFolder,
    'npm',
    'pack',
    '--ignore-scripts',
    '--json',
    '--pack-destination',
    product,
  );
  const [tarball] = packed.parse(JSON.parse(json));
  await cp(join(product, tarball.filename), join(product, TARBALL));
  const lock = await productLock(packageFolder, await readFile(join(product, TARBALL)));
  await writeFile(join(product, 'package.json'), JSON.stringify(lock.packages['']));
  await writeFile(join(product, 'package-lock.json'), JSON.stringify(lock));
  await runIn(product, 'npm', 'ci', '--prefer-offline', '--omit=optional', '--no-audit', '--no-fund');
  await cp(join(root, 'test/library/product'), product, { recursive: true });
  await mkdir(join(product, 'shop'));
  for (const file of ['main', 'orders.controller', 'orders.service', 'shop.module'])
    await cp(join(root, `examples/shop/${file}.ts`), join(product, `shop/${file}.ts`));
  return tarball;
}

async function productLock(packageFolder: string, tarball: Buffer) {
  const tree = lockFile.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const ours = manifest.parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')));
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, tree.packages[`node_modules/${name}`]?.version]));
  const product = {
    name: 'product',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: { ...versions(DEPENDENCIES), hookline: `file:${TARBALL}` },
    devDependencies: versions(DEV_DEPENDENCIES),
  };
  const wanted = Object.entries(tree.packages).filter(
    ([path, { dev }]) =>
      path && (!dev || /^node_modules\/(typescript|@types\/node|undici-types)$/.test(path)),
  );
  const hookline = {
    ...published(ours),
    resolved: `file:${TARBALL}`,
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
  };
  const packages = { '': product, ...Object.fromEntries(wanted), 'node_modules/hookline': hookline };
  return { name: 'product', version: '1.0.0', lockfileVersion: 3, requires: true, packages };
}

/** What npm keeps of a manifest in a lock file. */
function published({ version, dependencies, optionalDependencies, bin, engines }: z.infer<typeof manifest>) {
  return { version, dependencies, optionalDependencies, bin, engines };
}
