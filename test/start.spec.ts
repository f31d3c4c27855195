import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bareEnvironment } from './support/bare-environment.js';
import { compiledScript } from './support/compiled.js';
import { eventually } from './support/eventually.js';
import { freePort } from './support/free-port.js';
import { request } from './support/hookline.js';
import { makeFolder } from './support/run-folder.js';

/** The service as a stranger meets it: a command, what it prints, and how it ends. */

let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await makeFolder('start');
});
afterEach(async () => {
  for (const child of running) await stop(child, 'SIGTERM');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Started {
  child: ChildProcess;
  output: () => string;
}

function run(args: string[], environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [compiledScript('src/main.ts'), ...args], {
    env: { ...bareEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  running.add(child);
  child.once('exit', () => running.delete(child));
  return { child, output: () => text };
}

async function started(environment: Record<string, string>): Promise<Started> {
  const service = run(['start'], environment);
  await eventually(
    `it is ready: ${service.output()}`,
    () => {
      if (service.child.exitCode !== null) throw new Error(`It ended instead: ${service.output()}`);
      return service.output().includes('"event":"started"') || undefined;
    },
    90_000,
  );
  return service;
}

/** Runs to its end; for starts that are refused and for commands. */
async function finished(args: string[], environment: Record<string, string> = {}) {
  const { child, output } = run(args, environment);
  if (child.exitCode === null) await once(child, 'exit');
  return { code: child.exitCode, output: output() };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
  return child.exitCode;
}

const curlLine = (output: string) => /^ {2}curl [\s\S]*?'\{.*\}'$/m.exec(output)?.[0] ?? 'no curl line';
const paste = (command: string, environment = {}) =>
  promisify(execFile)('sh', ['-c', command], { env: { ...process.env, ...environment } });

describe('hookline start', () => {
  it('prints a curl line that works, ends cleanly on Ctrl-C, and finds its data again', async () => {
    const environment = { DATA_DIR: join(folder, 'again'), PORT: String(await freePort()) };
    const first = await started(environment);
    const { stdout } = await paste(curlLine(first.output()));
    const payment = JSON.parse(stdout) as { id: string; status: string };
    expect(payment.status).toBe('succeeded');

    const [key = ''] = /hl_[\w-]{20,}/.exec(first.output()) ?? [];
    const api = { Authorization: `Bearer ${key}` };
    const url = `http://localhost:${environment.PORT}`;
    const stored = await eventually('its webhooks have come in', async () => {
      const { body } = await request(`${url}/v1/webhook-events`, 'GET', undefined, api);
      return body.data.length >= 3 ? body.data.length : undefined;
    });
    expect(await stop(first.child, 'SIGINT')).toBe(0);

    const second = await started(environment);
    expect(second.output()).not.toContain('hl_');
    expect((await request(`${url}/v1/payments/${payment.id}`, 'GET', undefined, api)).body.status).toBe(
      'succeeded',
    );
    expect((await request(`${url}/v1/webhook-events`, 'GET', undefined, api)).body.data).toHaveLength(stored);
    expect(await stop(second.child, 'SIGTERM')).toBe(0);
    await expect(access(join(environment.DATA_DIR, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
    expect((await stat(join(environment.DATA_DIR, 'development-api-key'))).mode & 0o077).toBe(0);
  }, 180_000);

  it('refuses a data folder that another start uses, and a port that is taken, in a sentence each', async () => {
    const environment = { DATA_DIR: join(folder, 'used'), PORT: String(await freePort()), SANDBOX: 'off' };
    await started(environment);
    const sameFolder = await finished(['start'], { ...environment, PORT: String(await freePort()) });
    expect(sameFolder).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is in use by another start.*DATA_DIR/s),
    });
    const samePort = await finished(['start'], { ...environment, DATA_DIR: join(folder, 'other') });
    expect(samePort).toMatchObject({ code: 1, output: expect.stringMatching(/Port \d+ is taken.*PORT/s) });
    for (const { output } of [sameFolder, samePort]) expect(output).not.toContain('    at ');
  }, 180_000);

  it('refuses a data folder that is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const refused = await finished(['start'], { DATA_DIR: file, PORT: String(await freePort()) });
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('DATA_DIR') });
    expect(refused.output).not.toContain('    at ');
  }, 90_000);

  it('lists every problem of the configuration at once, with exit code 78', async () => {
    const { code, output } = await finished(['start'], {
      NODE_ENV: 'production',
      PORT: '70000',
      LOG_LEVEL: 'loud',
      STRIPE_SECRET_KEY: 'not-a-key',
      STRIPE_API_BASE_URL: 'http://example.com',
      STRIPE_TIMEOUT: '-1',
    });
    expect(code).toBe(78);
    for (const variable of [
      'PORT',
      'LOG_LEVEL',
      'STRIPE_SECRET_KEY',
      'STRIPE_API_BASE_URL',
      'STRIPE_TIMEOUT',
    ]) {
      expect(output).toContain(`  - ${variable}: `);
    }
    expect(output).not.toContain('not-a-key');
    const production = await finished(['start'], { NODE_ENV: 'production', SANDBOX: 'on' });
    expect(production.code).toBe(78);
    for (const variable of ['DATABASE_URL', 'ENCRYPTION_KEYS', 'PUBLIC_URL', 'SANDBOX']) {
      expect(production.output).toContain(`  - ${variable}: `);
    }
  }, 90_000);

  it('says in a sentence that the database cannot be reached, without its password', async () => {
    const { code, output } = await finished(['start'], {
      DATABASE_URL: 'postgresql://me:hunter2hunter2@127.0.0.1:1/db',
      DATA_DIR: join(folder, 'no-database'),
      SANDBOX: 'off',
      PORT: String(await freePort()),
    });
    expect(code).toBe(1);
    expect(output).toContain('127.0.0.1');
    expect(output).not.toContain('hunter2');
    expect(output).not.toContain('    at ');
  }, 90_000);
});

describe('hookline', () => {
  it('makes, lists and revokes API keys, beside a running service or alone', async () => {
    const environment = { DATA_DIR: join(folder, 'keys'), PORT: String(await freePort()) };
    const alone = await finished(['api-keys', 'create', 'first', '--json'], environment);
    expect(alone.code).toBe(0);

    const service = await started(environment);
    const created = await finished(
      ['api-keys', 'create', 'shop', '--scopes', 'payments:read', '--json'],
      environment,
    );
    const { id, key, scopes } = JSON.parse(created.output) as { id: string; key: string; scopes: string[] };
    expect(scopes).toEqual(['payments:read']);
    const url = `http://localhost:${environment.PORT}/v1/payments`;
    const headers = { Authorization: `Bearer ${key}` };
    expect((await request(url, 'GET', undefined, headers)).status).toBe(200);

    const list = await finished(['api-keys', 'list'], environment);
    expect(list.output).toMatch(/first[\s\S]*|shop[\s\S]*/);
    expect(list.output).not.toContain(key);
    expect((await finished(['api-keys', 'revoke', id], environment)).code).toBe(0);
    expect((await request(url, 'GET', undefined, headers)).status).toBe(401);
    expect((await finished(['api-keys', 'revoke', id], environment)).code).toBe(1);

    const replay = await finished(['webhooks', 'replay', '--status', 'dead', '--json'], environment);
    expect(JSON.parse(replay.output)).toEqual({ replayed: 0, skipped: 0 });
    const unhandled = await finished(['webhooks', 'unhandled', '--json'], environment);
    expect(JSON.parse(unhandled.output)).toEqual([]);
    await stop(service.child, 'SIGTERM');
  }, 180_000);

  it.each([
    [['no-such-command']],
    [['api-keys', 'create']],
    [['api-keys', 'create', 'x', '--scopes', 'everything']],
    [['api-keys', 'revoke', '7']],
    [['webhooks', 'replay']],
    [['webhooks', 'replay', '--received-after', 'yesterday']],
    [['start', '--fast']],
  ])('answers wrong usage %j with exit code 64 and says how', async (args) => {
    const { code, output } = await finished(args);
    expect({ code, output }).toMatchObject({ code: 64, output: expect.stringContaining('error:') });
  });

  it('explains itself with --help', async () => {
    const { code, output } = await finished(['webhooks', 'replay', '--help']);
    expect(code).toBe(0);
    expect(output).toContain('--status');
  });
});
