import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnvironment } from '../support/bare-environment.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { makeFolder } from '../support/run-folder.js';
import { stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** What the Dockerfile puts into the image, without the image: the same files in a folder, and the same command. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = 'whsec_image';

let app: string;
let dockerfile: string;
let database: TestDatabase;
let service: ChildProcess;
let url: string;

beforeAll(async () => {
  app = await makeFolder('image');
  dockerfile = await readFile(join(root, 'Dockerfile'), 'utf8');
  database = await createTestDatabase({ migrated: false });
  await promisify(execFile)(process.execPath, ['scripts/bundle-service.mjs', join(app, 'service')], {
    cwd: root,
  });
  for (const [from, to] of copied()) {
    if (from === 'service') continue;
    await mkdir(dirname(join(app, to)), { recursive: true });
    await cp(join(root, from), join(app, to), { recursive: true, dereference: true });
  }
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  service = run([...command(), 'start'], port);
  await eventually('the image is ready', async () => {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined); // nobody listens yet
    return answer?.ok || undefined;
  });
}, 120_000);

afterAll(async () => {
  service?.kill('SIGKILL');
  await database?.drop();
});

/** What the last stage copies out of the first: from the project, to the image's own folder. */
function copied(): [from: string, to: string][] {
  return [...dockerfile.matchAll(/^COPY --from=build ((?:\/app\/\S+ )+)\.\/(\S*)$/gm)].flatMap(
    ([, from = '', to = '']) =>
      from
        .trim()
        .split(' ')
        .map((path): [string, string] => [path.replace('/app/', ''), to || path.replace('/app/', '')]),
  );
}

/** `CMD`, without `node` and without what it is told to do. */
function command(): string[] {
  const [, words = '[]'] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  return (JSON.parse(words) as string[]).slice(1, -1);
}

function run(args: readonly string[], port = 0): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: app,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...bareEnvironment(),
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      PUBLIC_URL: 'https://hooks.example.com',
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      STRIPE_SECRET_KEY: 'sk_test_image',
      STRIPE_WEBHOOK_SECRETS: SECRET,
      HOST: '127.0.0.1',
      PORT: String(port),
      SHUTDOWN_DELAY: '0',
    },
  });
}

describe('What is in the image', () => {
  it('weighs little: with Node (127 MB) and the base image (26 MB) it stays far below 250 MB', async () => {
    let bytes = 0;
    for (const entry of await readdir(app, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
    }
    expect(bytes / 1e6).toBeLessThan(50);
  });

  it('is read as one byte a character, and goes along with its licences', async () => {
    const files = (await readdir(join(app, 'service'))).filter((name) => name.endsWith('.js'));
    for (const name of files)
      expect(await readFile(join(app, 'service', name), 'utf8')).not.toMatch(/[^\0-\xff]/);
    const licences = await readFile(join(app, 'service', 'LICENCES.txt'), 'utf8');
    for (const name of ['fastify', '@nestjs/core', 'pg']) expect(licences).toContain(`\n${name} `);
  });

  it('serves the console, its description and its style', async () => {
    const page = await fetch(`${url}/console/sign-in`);
    expect(page.status).toBe(200);
    const html = await page.text();
    for (const [, path = ''] of html.matchAll(/(?:href|src)="(\/console\/assets\/[^"]+)"/g)) {
      expect((await fetch(url + path.replaceAll('&amp;', '&'))).status).toBe(200);
    }
    const description = (await (await fetch(`${url}/openapi.json`)).json()) as { openapi: string };
    expect(description.openapi).toMatch(/^3\.1/);
  });

  it('takes a webhook into a database that it has migrated itself', async () => {
    const body = stripeEvent();
    const answer = await fetch(`${url}/webhooks/stripe`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'stripe-signature': stripeSignature(body, { secret: SECRET }),
      },
      body,
    });
    expect(answer.status).toBe(200);
  });

  it('has the command line', async () => {
    const child = run([...command(), 'api-keys', 'create', 'image', '--scopes', 'events:write', '--json']);
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, printed }).toMatchObject({ code: 0, printed: expect.stringContaining('hl_') });
  });

  it('ends when it is told to', async () => {
    const ended = once(service, 'exit');
    service.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
