import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShopModule } from '../../examples/shop/shop.module.js';
import { startService, type Service } from '../../src/start-service.js';
import { compiledScript } from '../support/compiled.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { request } from '../support/hookline.js';
import { makeFolder } from '../support/run-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { placeOf, reasonNotToRun, samples, type Sample } from './samples.js';

/**
 * Every command line of the README and the documentation runs, by `sh` and curl, against one service as `npm start` starts it, with
 * the shop of the examples. A sample that is only shown says why, in a comment above it; lines of an environment are looked at.
 */

const run = promisify(execFile);
const shell = samples('sh');
const isEnvironment = ({ code }: Sample) =>
  code.split('\n').every((line) => /^([A-Z][A-Z0-9_]*=.*|\s*#.*|)$/.test(line));

/** Stands in for the commands that a reader has: the command line is that of the code at hand. */
const COMMANDS = `
npx() { shift; node "$HOOKLINE" "$@"; }
npm() { shift 4; node "$HOOKLINE" "$@"; }
`;

let service: Service;
let database: TestDatabase;
let customer: Server;
let folder: string;
let environment: Record<string, string>;
/** What a page writes for something that is different on every machine, and what it is here. */
let known: readonly (readonly [shown: RegExp, value: string])[];

beforeAll(async () => {
  folder = await makeFolder('docs');
  database = await createTestDatabase();
  const dataDir = join(folder, '.hookline');
  await mkdir(dataDir);
  await mkdir(join(folder, 'src'));
  await writeFile(join(dataDir, 'receiver-secret'), `whsec_${Buffer.alloc(24, 7).toString('base64')}`);
  await writeFile(join(folder, '.curlrc'), 'fail-with-body\nshow-error\n');
  for (const name of ['acme.yaml', 'openapi.yaml']) await writeFile(join(folder, name), DESCRIPTION);
  const port = await freePort();
  environment = {
    PORT: String(port),
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ENCRYPTION_KEYS: `docs:${Buffer.alloc(32, 7).toString('base64')}`,
    SANDBOX: 'on',
    RETURN_TO_ALLOWLIST: 'https://app.example.com',
  };
  service = await startService({ environment, imports: [ShopModule] });
  customer = createServer((_, response) => response.writeHead(500).end()).listen(0, '127.0.0.1');
  known = await lookAround(port);
});

afterAll(async () => {
  await service?.close();
  customer?.close();
  await database?.drop();
});

describe('the command lines of the documentation', () => {
  const running = shell.filter((sample) => !reasonNotToRun(sample) && !isEnvironment(sample));

  it('are there', () => {
    expect(running.length).toBeGreaterThan(30);
  });

  it.each(running.map((sample) => [placeOf(sample), sample] as const))('%s runs', async (_, { code }) => {
    const script = known.reduce((text, [shown, value]) => text.replaceAll(shown, value), code);
    await expect(sh(script)).resolves.toMatchObject({ failed: undefined });
  });
});

describe('the SQL of the documentation', () => {
  it.each(samples('sql').map((sample) => [placeOf(sample), sample] as const))(
    '%s runs',
    async (_, { code }) => {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      try {
        await client.query('BEGIN');
        // The tests may not make roles; their own takes the place of the service's.
        const statements = client.query(code.replaceAll('hookline_service', 'CURRENT_USER'));
        await expect(statements).resolves.toBeDefined();
      } finally {
        await client.end(); // nothing is committed
      }
    },
  );
});

describe('the environments of the documentation', () => {
  const shown = [...shell.filter(isEnvironment), ...samples('ini')];

  it.each(shown.map((sample) => [placeOf(sample), sample] as const))('%s is one', (_, sample) => {
    expect(isEnvironment(sample)).toBe(true);
  });
});

/** Runs lines as a reader does who pastes them, and stops at the first that fails. */
async function sh(script: string): Promise<{ failed: string | undefined; output: string }> {
  const env = { ...process.env, ...environment, CURL_HOME: folder, HOOKLINE: compiledScript('src/main.ts') };
  try {
    const { stdout } = await run('sh', ['-ec', `${COMMANDS}${script}`], {
      cwd: folder,
      env,
      timeout: 50_000,
    });
    return { failed: undefined, output: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { failed: `${stdout}\n${stderr}`, output: stdout };
  }
}

/** Makes one of each thing that a page has an id of. */
async function lookAround(port: number) {
  const url = `http://localhost:${port}`;
  const { developmentApiKey } = service;
  const key = developmentApiKey?.created ?? '';
  const headers = { Authorization: `Bearer ${key}` };
  const post = (path: string, body: object) =>
    request(`${url}${path}`, 'POST', body, { ...headers, 'Idempotency-Key': path });
  const first = (path: string) =>
    eventually(
      path,
      async () =>
        (await request(`${url}${path}`, 'GET', undefined, headers)).body.data?.[0]?.id as string | undefined,
    );

  await post('/v1/payments', { amount: 1999, currency: 'EUR', payment_method: 'pm_card_visa' });
  const { port: customersPort } = customer.address() as { port: number };
  await post('/v1/endpoints', { tenant: 'docs', url: `http://localhost:${customersPort}/` });
  await post('/v1/events', { type: 'order.paid', tenant: 'docs', data: { order: 'order_42' } });
  const meeting = await post('/v1/calendars/team@sandbox.example/events', {
    title: 'Stand-up',
    start: { at: '2026-12-01T09:00:00+01:00', time_zone: 'Europe/Warsaw' },
    end: { at: '2026-12-01T09:15:00+01:00', time_zone: 'Europe/Warsaw' },
  });
  await request(
    `${url}/v1/webhook-accounts/stripe/docs`,
    'PUT',
    { secrets: ['whsec_of_docs'], tenant: 'acme' },
    headers,
  );
  const external = await post('/api/external/process', { data: { input: 'hello', format: 'text' } });
  const spare = JSON.parse((await sh('npx hookline api-keys create spare --json')).output);
  const webhook = await first('/v1/webhook-events');
  Object.assign(environment, { URL: url, KEY: key, ID: webhook });
  return [
    [/(?:http:\/\/)?localhost:3000/g, url],
    [/hl_…/g, key],
    [/SG\.…/g, 'SG.sandbox-key-id.sandbox-key-secret'],
    [/(?<=webhook-events\/|webhooks replay )ID/g, webhook],
    [/(?<=deliveries\/)ID/g, await first('/v1/deliveries')],
    [/EVENT_ID/g, meeting.body.id],
    [/req_abc123/g, external.body.request_id],
    [/0198a1b2-…/g, spare.id],
  ] as const;
}

const DESCRIPTION = `
openapi: 3.1.0
info: { title: Acme, version: '2' }
servers: [{ url: 'https://api.acme.com/v2' }]
paths:
  /users/{id}:
    get:
      operationId: users.get
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: A user., content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }
  /orders/{id}:
    get:
      operationId: orders.get
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: An order., content: { application/json: { schema: { type: object } } } } }
components:
  schemas:
    User: { type: object, required: [id, name], properties: { id: { type: string }, name: { type: string } } }
`;
