import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EncryptionKey } from '../src/platform/config/platform.config.js';
import { platformConfig } from '../src/platform/config/platform.config.js';
import { SealedBox } from '../src/platform/secrets/sealed-box.js';
import { accountContext } from '../src/webhooks/accounts/webhook-accounts.js';
import { examineInstallation } from '../src/examine-installation.js';
import { bareEnvironment } from './support/bare-environment.js';
import { commandLine } from './support/command-line.js';
import { compiledScript } from './support/compiled.js';
import {
  faults,
  refusingUrl,
  startFaultServer,
  type Fault,
  type FaultServer,
} from './support/fault-server.js';
import { freePort } from './support/free-port.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { RedisServer, describeWithRedis } from './support/redis-server.js';
import { makeFolder } from './support/run-folder.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

/** `hookline doctor` as an operator meets it: a command, its lines, and its exit code. */

interface Line {
  check: string;
  status: 'ok' | 'warn' | 'fail' | 'skip';
  found: string;
  fix: string | null;
}

type Variables = Record<string, string>;

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const KEYS = `k2:${keyOf(2)},k1:${keyOf(1)}`;
const STRIPE_KEY = 'sk_test_hunter2hunter2';

let folder: string;
let hookline: TestHookline;
let port: number;
let provider: FaultServer;
let answer: () => Fault;

beforeAll(async () => {
  folder = await makeFolder('doctor');
  port = await freePort();
  provider = await startFaultServer({ answer: () => answer() });
  hookline = await startTestHookline({ port });
  await seal('k2', 2, 'first');
  await query(
    hookline.databaseUrl,
    `INSERT INTO admins (id, email, role) VALUES (gen_random_uuid(), 'a@b.c', 'admin')`,
  );
});
afterAll(async () => {
  await hookline.close();
  await provider.close();
});

/** Seals a value of the database, as a process with that key does. */
async function seal(id: string, byte: number, connectionId: string): Promise<void> {
  const encryptionKeys: EncryptionKey[] = [{ id, key: Buffer.alloc(32, byte) }];
  const box = new SealedBox({ ...platformConfig.read({}), encryptionKeys });
  const name = { provider: 'stripe', connectionId };
  await query(
    hookline.databaseUrl,
    'INSERT INTO webhook_accounts (provider, connection_id, sealed_secrets) VALUES ($1, $2, $3)',
    ['stripe', connectionId, box.seal('["whsec_x"]', accountContext(name))],
  );
}

async function query(url: string, sql: string, values: unknown[] = []) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql, values);
  } finally {
    await client.end();
  }
}

async function run(args: readonly string[], variables: Variables) {
  const child = spawn(process.execPath, [compiledScript('src/main.ts'), 'doctor', ...args], {
    env: { ...bareEnvironment(), DATA_DIR: folder, ...variables },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.errors += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code: code as number | null, ...texts };
}

/** The lines as JSON, in this process: to start one takes longer than to examine. */
async function examined(variables: Variables) {
  const examine = () => examineInstallation({ DATA_DIR: folder, ...variables });
  const { code, output, errors } = await commandLine(['doctor', '--json'], { examine });
  return { code, errors, ...readable(output) };
}

function readable(output: string) {
  const lines = JSON.parse(output) as Line[];
  return { lines, line: (check: string) => lines.find((each) => each.check === check) };
}

/** What is set up for everything to be well: as the service that runs here is, with its database and a provider. */
function healthy(): Variables {
  return {
    DATABASE_URL: hookline.databaseUrl,
    ENCRYPTION_KEYS: `k2:${keyOf(2)}`,
    HOST: '127.0.0.1',
    PORT: String(port),
    // Not a name of this machine as doctor knows them, and it leads here all the same.
    PUBLIC_URL: `http://0.0.0.0:${port}`,
    STRIPE_SECRET_KEY: STRIPE_KEY,
    STRIPE_WEBHOOK_SECRETS: 'whsec_hunter3hunter3',
    STRIPE_API_BASE_URL: provider.url,
  };
}

const balance = (headers = {}) =>
  faults.ok({ object: 'balance', available: [], pending: [], livemode: false }, headers);
const problems = (lines: readonly Line[]) => lines.filter(({ status }) => ['warn', 'fail'].includes(status));

describe('hookline doctor', () => {
  it('finds everything well where it is, and skips what is not used', async () => {
    answer = () => balance();
    const { code, lines, line, errors } = await examined(healthy());
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    // The server of the tests forgets what a crash takes, and is quicker for it; and TLS is for others to provide.
    expect(problems(lines)).toEqual([
      expect.objectContaining({
        check: 'public_url',
        status: 'warn',
        found: expect.stringContaining('not https'),
      }),
      expect.objectContaining({
        check: 'database.durability',
        status: 'warn',
        found: expect.stringContaining('fsync'),
      }),
    ]);
    for (const check of [
      'configuration',
      'node',
      'port',
      'public_url.reachable',
      'database',
      'database.version',
      'database.rights',
      'database.migrations',
      'database.connections',
      'database.pooler',
      'clock.database',
      'encryption_keys',
      'encryption_keys.used',
      'admin',
      'clock.world',
      'stripe.account',
      'stripe.webhooks',
    ]) {
      expect(line(check)).toMatchObject({ check, status: 'ok', fix: null });
    }
    expect(line('port')?.found).toBe(`127.0.0.1:${port}: Hookline listens here`);
    expect(line('stripe.account')?.found).toContain('sandbox');
    expect(line('stripe.webhooks')?.found).toContain(`http://0.0.0.0:${port}/webhooks/stripe`);
    expect(line('redis')).toMatchObject({ status: 'skip', found: expect.stringContaining('PostgreSQL') });
    expect(line('slack.account')).toMatchObject({
      status: 'skip',
      fix: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });

  it('names every missing piece of a half-configured machine, and its fix', async () => {
    const { code, output, errors } = await run(['--json'], {
      NODE_ENV: 'production',
      PORT: String(await freePort()),
      LOG_LEVEL: 'debug',
      ADMIN_EMAIL: 'me@example.com',
      STRIPE_SECERT_KEY: STRIPE_KEY,
      SLACK_CLIENT_ID: '1.2',
      SENDGRID_API_KEY: 'not-a-key-of-sendgrid',
      PAYPAL_WEBHOOK_ID: 'WH1',
      OAUTH_APPS: 'acme:oidc',
      ACME_SCOPE: 'email',
    });
    expect(code).toBe(78);
    const { lines, line } = readable(output);
    const configuration = lines.filter(({ check }) => check === 'configuration');
    const fixes = configuration.map(({ fix }) => fix).join('\n');
    for (const variable of [
      'DATABASE_URL',
      'ENCRYPTION_KEYS',
      'PUBLIC_URL',
      'ADMIN_PASSWORD',
      'SLACK_CLIENT_SECRET',
      'ACME_ISSUER',
    ]) {
      expect(fixes).toContain(`Set ${variable} `);
      expect(errors).toContain(`  - ${variable}: `);
    }
    expect(fixes).toContain('Correct SENDGRID_API_KEY.');
    expect(fixes).toContain('Did you mean STRIPE_SECRET_KEY?');
    expect(line('logging')).toMatchObject({ status: 'warn', fix: expect.stringContaining('LOG_LEVEL=info') });
    // What can be checked is checked all the same.
    expect(line('port')?.status).toBe('ok');
    expect(line('public_url')).toMatchObject({ status: 'fail', fix: expect.stringContaining('PUBLIC_URL') });
    expect(line('encryption_keys')).toMatchObject({
      status: 'fail',
      fix: expect.stringContaining('openssl rand'),
    });
    expect(line('paypal.webhooks')?.status).toBe('ok');
    expect(line('stripe.account')).toMatchObject({
      status: 'skip',
      fix: expect.stringContaining('STRIPE_SECRET_KEY'),
    });
    for (const secret of [STRIPE_KEY, 'not-a-key-of-sendgrid']) {
      expect(JSON.stringify(lines) + errors).not.toContain(secret);
    }
  });

  it('says what a provider refuses, by which variable, and that no webhook of it would be believed', async () => {
    answer = () => faults.status(401, {}, { error: { message: `Invalid API Key provided: ${STRIPE_KEY}` } });
    const { STRIPE_WEBHOOK_SECRETS: _left, ...variables } = healthy();
    const { code, lines, line, errors } = await examined({ ...variables, TRUST_PROXY: '10.0.0.0/8' });
    expect({ code, errors }).toEqual({
      code: 1,
      errors: expect.stringMatching(/^1 of \d+ checks failed\.\n$/),
    });
    expect(line('stripe.account')).toMatchObject({ status: 'fail', fix: 'Correct STRIPE_SECRET_KEY.' });
    expect(line('stripe.webhooks')).toMatchObject({
      status: 'warn',
      fix: `Register http://0.0.0.0:${port}/webhooks/stripe at the provider, and set STRIPE_WEBHOOK_SECRETS.`,
    });
    expect(JSON.stringify(lines)).not.toContain(STRIPE_KEY);
    expect(provider.requests.length).toBeLessThan(10);
  });

  it.each([
    ['an hour behind', -3_600_000, 'fail', 'ahead of'],
    ['ten seconds ahead', 10_000, 'warn', 'behind'],
  ] as const)(
    'sees by the answers of providers that a clock is wrong: %s',
    async (_name, oursMs, status, theirs) => {
      answer = () => balance({ date: new Date(Date.now() - oursMs).toUTCString() });
      const { line } = await examined(healthy());
      expect(line('clock.world')).toMatchObject({
        status,
        found: expect.stringContaining(theirs),
        fix: expect.stringContaining('NTP'),
      });
    },
  );

  it('tries OAuth apps with a token that is nobody’s', async () => {
    const variables = (secret: string) => ({
      OAUTH_APPS: 'acme:oauth2',
      ACME_AUTHORIZATION_URL: `${provider.url}/authorize`,
      ACME_TOKEN_URL: `${provider.url}/token`,
      ACME_ACCOUNT_URL: `${provider.url}/me`,
      ACME_CLIENT_ID: 'me',
      ACME_CLIENT_SECRET: secret,
      DATABASE_URL: hookline.databaseUrl,
      PORT: String(port),
    });
    answer = () => faults.status(400, {}, { error: 'invalid_grant' });
    expect((await examined(variables('good-secret'))).line('acme.sign_in')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining(`http://localhost:${port}/connect/callback`),
    });
    answer = () => faults.status(401, {}, { error: 'invalid_client', error_description: 'not wrong-secret' });
    const refused = await examined(variables('wrong-secret'));
    expect(refused.line('acme.sign_in')).toMatchObject({
      status: 'fail',
      fix: 'Correct ACME_CLIENT_ID and ACME_CLIENT_SECRET.',
    });
    expect(JSON.stringify(refused.lines)).not.toContain('wrong-secret');
  });

  it('knows which keys the database needs, which it needs no more, and which are others under the same name', async () => {
    answer = () => balance();
    const idle = await examined({ ...healthy(), ENCRYPTION_KEYS: KEYS });
    expect(idle.line('encryption_keys.idle')).toMatchObject({
      status: 'warn',
      fix: expect.stringContaining('k1'),
    });
    const missing = await examined({ ...healthy(), ENCRYPTION_KEYS: `k1:${keyOf(1)}` });
    expect(missing.line('encryption_keys.used')).toMatchObject({
      status: 'fail',
      fix: 'Add k2 to ENCRYPTION_KEYS again: nothing else can open them.',
    });
    const other = await examined({ ...healthy(), ENCRYPTION_KEYS: `k2:${keyOf(3)}` });
    expect(other.line('encryption_keys.opens')).toMatchObject({
      status: 'fail',
      found: 'k2 does not open what is sealed under that id',
    });
    expect(JSON.stringify(other.lines)).not.toContain(keyOf(3));
  });

  it('asks those who vouch for callers and admins', async () => {
    answer = () =>
      faults.ok({
        issuer: provider.url,
        jwks_uri: `${provider.url}/keys`,
        keys: [{ kty: 'EC' }],
        authorization_endpoint: provider.url,
      });
    const issuers = {
      JWT_ISSUER: provider.url,
      JWT_AUDIENCE: 'hookline',
      ADMIN_OIDC_ISSUER: provider.url,
      ADMIN_OIDC_CLIENT_ID: 'c',
      ADMIN_OIDC_CLIENT_SECRET: 's'.repeat(20),
      ADMIN_OIDC_ADMINS: 'a@b.c',
    };
    const { line } = await examined({ ...healthy(), ...issuers });
    expect(line('jwt.issuer')).toMatchObject({ status: 'ok', found: `${provider.url} publishes one key` });
    expect(line('admin.oidc')?.status).toBe('ok');
    const away = await refusingUrl();
    const spoilt = await examined({
      ...healthy(),
      ...issuers,
      JWT_ISSUER: away,
      ADMIN_OIDC_ISSUER: `${provider.url}/`,
    });
    expect(spoilt.line('jwt.issuer')).toMatchObject({
      status: 'fail',
      fix: expect.stringContaining('JWT_ISSUER'),
    });
    expect(spoilt.line('admin.oidc')).toMatchObject({
      status: 'fail',
      fix: `Set ADMIN_OIDC_ISSUER to ${provider.url}.`,
    });
  });

  it.each([
    ['HOOKLINE_REDIS_URL', 'REDIS_URL'],
    ['JWT_TOKEN_ISSUER', 'JWT_ISSUER'],
    ['SLACK_TOKEN', 'SLACK_BOT_TOKEN'],
    ['OLD_DATABASE_URL', undefined], // DATABASE_URL is set
    ['MY_SHELL_PROMPT', undefined],
  ])('%s: words too few or too many are %s', async (name, meant) => {
    const { lines } = await examined({ ...healthy(), [name]: 'x' });
    const told = lines.filter(({ found }) => found.includes(name)).map(({ fix }) => fix);
    expect(told).toEqual(meant ? [expect.stringContaining(meant)] : []);
  });

  it('says where the embedded PostgreSQL cannot be kept', async () => {
    const inAFile = join(folder, 'a-file', 'data');
    await writeFile(join(folder, 'a-file'), '');
    const { code, line } = await examined({ DATA_DIR: inAFile });
    expect(code).toBe(1);
    expect(line('database.embedded')).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('a-file is no folder'),
      fix: expect.stringContaining('DATA_DIR'),
    });
  });

  it('does not say that a variable is not set which is set wrongly', async () => {
    const { lines } = await examined({
      NODE_ENV: 'production',
      ENCRYPTION_KEYS: 'nonsense',
      PUBLIC_URL: 'hooks.example.com',
    });
    const checks = lines.filter(({ status }) => status === 'fail').map(({ check }) => check);
    expect(checks.filter((check) => check === 'configuration').length).toBeGreaterThan(1);
    expect(checks).not.toContain('encryption_keys');
    expect(checks).not.toContain('public_url');
  });

  it('names keys by their ids, and nothing else of them', async () => {
    const { output } = await run([], { ENCRYPTION_KEYS: `november-2026:${keyOf(9)}` });
    expect(output).toContain('november-2026 seals');
    expect(output).not.toContain(keyOf(9).slice(0, 12));
  });

  it('refuses in production what only development has', async () => {
    answer = () => balance();
    const { code, line } = await examined({
      ...healthy(),
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://nowhere.invalid',
      ENCRYPTION_KEYS: `development:${keyOf(2)},k2:${keyOf(2)}`,
    });
    expect(code).toBe(1);
    expect(line('encryption_keys')).toMatchObject({
      status: 'fail',
      fix: expect.stringContaining('keys rotate'),
    });
    expect(line('stripe.account')).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('sandbox'),
    });
    expect(line('proxy')).toMatchObject({ status: 'warn', fix: expect.stringContaining('TRUST_PROXY') });
    expect(line('public_url.reachable')).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('nowhere.invalid'),
    });
    expect(line('database.embedded')?.status).toBe('ok');
  });
});

describe('hookline doctor, of a database', () => {
  let database: TestDatabase;
  const about = (variables: Variables = {}) =>
    examined({ DATABASE_URL: database.url, PORT: String(port), ...variables });

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('tells what is pending, what failed and what is of a newer version, and applies nothing', async () => {
    const empty = await createTestDatabase({ migrated: false });
    try {
      const { code, line } = await about({ DATABASE_URL: empty.url });
      expect(code).toBe(0);
      expect(line('database.migrations')).toMatchObject({
        status: 'warn',
        fix: expect.stringContaining('hookline migrate'),
      });
      const { rows } = await query(
        empty.url,
        `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`,
      );
      expect(rows).toEqual([{ tables: 0 }]);
    } finally {
      await empty.drop();
    }
    await query(
      database.url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at)
       VALUES ('a', 'c', '99990101000000_from_the_future', now(), now()), ('b', 'c', '20990101000000_broken', now(), NULL)`,
    );
    const { code, lines } = await about();
    expect(code).toBe(1);
    expect(lines.filter(({ check }) => check === 'database.migrations')).toEqual([
      expect.objectContaining({ status: 'fail', found: 'failed half-way: 20990101000000_broken' }),
      expect.objectContaining({
        status: 'warn',
        found: 'applied by a newer version: 99990101000000_from_the_future',
      }),
    ]);
  });

  it('sees a wrong clock, missing rights and commits that are not on disk', async () => {
    const name = new URL(database.url).pathname.slice(1);
    // A clock of its own, found before PostgreSQL's.
    await query(
      database.url,
      `CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql
         AS $$ SELECT pg_catalog.clock_timestamp() + interval '10 seconds' $$;
       ALTER DATABASE "${name}" SET search_path = public, pg_catalog;
       ALTER DATABASE "${name}" SET default_transaction_read_only = on;`,
    );
    const { code, line } = await about();
    expect(code).toBe(1);
    expect(line('database')).toMatchObject({ status: 'fail', found: expect.stringContaining('read-only') });
    expect(line('clock.database')).toMatchObject({
      status: 'warn',
      found: expect.stringMatching(/10\.\d s ahead of/),
    });
    expect(line('database.durability')?.status).toBe('warn');
  });

  it.each([
    [
      'a wrong password',
      (url: URL) => (url.password = 'hunter4hunter4'),
      'Correct user and password in DATABASE_URL.',
    ],
    [
      'a name of none',
      (url: URL) => (url.pathname = '/nobodys'),
      'Create that database, or correct its name in DATABASE_URL.',
    ],
    [
      'nobody there',
      (url: URL) => (url.port = '1'),
      'Check host and port in DATABASE_URL, and that PostgreSQL is running there.',
    ],
  ])('says of %s what to do', async (_name, spoil, fix) => {
    const url = new URL(database.url);
    spoil(url);
    const { code, lines, line } = await about({ DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(line('database')).toMatchObject({ status: 'fail', fix });
    expect(line('encryption_keys.used')?.status).toBe('skip');
    expect(JSON.stringify(lines)).not.toContain('hunter4');
  });
});

describe('hookline doctor, of what does not answer', () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });
  afterAll(() => void silent.close());

  it('never waits for long', async () => {
    const address = silent.address();
    const at = typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '';
    const startedAtMs = performance.now();
    const { code, line } = await examined({
      DATABASE_URL: `postgresql://me:secret@${at}/db`,
      REDIS_URL: `redis://${at}`,
      PUBLIC_URL: `http://0.0.0.0:${at.split(':')[1] ?? ''}`,
      PORT: at.split(':')[1] ?? '',
      STRIPE_SECRET_KEY: STRIPE_KEY,
      STRIPE_API_BASE_URL: `http://${at}`,
      SLACK_BOT_TOKEN: 'xoxb-hunter5hunter5',
      SLACK_API_BASE_URL: await refusingUrl(),
      OAUTH_APPS: 'acme:oidc',
      ACME_ISSUER: `http://${at}`,
      ACME_CLIENT_ID: 'me',
      ACME_CLIENT_SECRET: 'secret',
    });
    expect(performance.now() - startedAtMs).toBeLessThan(6_000);
    expect(code).toBe(1);
    expect(line('database')).toMatchObject({ status: 'fail' });
    expect(line('redis')).toMatchObject({ status: 'fail', fix: expect.stringContaining('REDIS_URL') });
    expect(line('port')).toMatchObject({ status: 'fail', fix: expect.stringContaining('PORT') });
    expect(line('public_url.reachable')?.status).toBe('warn');
    for (const check of ['stripe.account', 'slack.account', 'acme.sign_in']) {
      expect(line(check)).toMatchObject({ check, status: 'warn', fix: expect.stringContaining('reaches') });
    }
  });
});

describeWithRedis('hookline doctor, of Redis', () => {
  it('shows its version, and warns where nothing makes room', async () => {
    answer = () => balance();
    const redis = await RedisServer.start();
    try {
      const { lines } = await examined({ ...healthy(), REDIS_URL: redis.url });
      expect(lines.filter(({ check }) => check.startsWith('redis'))).toEqual([
        { check: 'redis', status: 'ok', found: expect.stringMatching(/^Redis \d+\./), fix: null },
        { check: 'redis.memory', status: 'ok', found: 'maxmemory-policy is noeviction', fix: null },
      ]);
    } finally {
      await redis.kill();
    }
  });
});

describe('docs/doctor.md', () => {
  it('shows what the command prints', async () => {
    const page = await readFile(new URL('../docs/doctor.md', import.meta.url), 'utf8');
    const [, settings = ''] = /```ini\n([^`]*)```/.exec(page) ?? [];
    const [, sample = ''] = /```text\n([^`]*)```/.exec(page) ?? [];
    const variables = Object.fromEntries(settings.split('\n').filter(Boolean).map(assignment));
    const { output } = await run([], { ...variables, PORT: String(await freePort()) });
    const lines = output.split('\n').filter((line) => !line.startsWith('skip'));
    expect(comparable(lines.join('\n'))).toBe(comparable(sample));
  });

  it('explains every check that there is', async () => {
    const page = await readFile(new URL('../docs/doctor.md', import.meta.url), 'utf8');
    const sources: string[] = [];
    for await (const file of glob('src/doctor/**/*.ts')) sources.push(await readFile(file, 'utf8'));
    const checks = sources.flatMap((source) =>
      [
        ...source.matchAll(/(?:\b(?:ok|warn|fail|skip|clockFinding)\(\s*|check = |CHECK = )'([a-z_.]+)'/g),
      ].map(([, name]) => name),
    );
    expect(checks.length).toBeGreaterThan(15);
    for (const check of checks) expect(page).toContain(`\`${check}\``);
  });
});

function assignment(line: string): [name: string, value: string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

/** Without what differs from machine to machine. */
function comparable(text: string): string {
  return text
    .trim()
    .replaceAll(/Node\.js [\d.]+/g, 'Node.js')
    .replaceAll(/:\d{4,5}\b/g, ':PORT');
}
