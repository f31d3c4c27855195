import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import {
  DataDirectoryInUseError,
  findRunningEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.js';

let folder: string;
let dataDir: string;
let started: EmbeddedPostgres[] = [];
const messages: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookline-'));
  await chmod(folder, 0o711);
  dataDir = join(folder, 'data');
});

afterEach(async () => {
  await Promise.all(started.map((server) => server.stop()));
  started = [];
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('starts on an empty data folder, durable, with a role that is no superuser', async () => {
    const { url, adopted } = await start();

    expect(url).toMatch(/^postgresql:\/\/hookline:[\w-]{32}@127\.0\.0\.1:\d+\/hookline$/);
    expect(adopted).toBe(false);
    const settings = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
      current_setting('is_superuser') AS superuser, current_setting('server_encoding') AS encoding`;
    expect(await query(url, settings)).toEqual([
      { fsync: 'on', commit: 'on', superuser: 'off', encoding: 'UTF8' },
    ]);
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS value');
  });

  it('keeps its password in a file for our user only, and out of its log', async () => {
    const { url } = await start();

    const password = await readFile(join(dataDir, 'postgres-password'), 'utf8');
    expect(url).toContain(`:${password}@`);
    expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toContain(password);
  });

  it('finds its data again at the second start, in well under a second', async () => {
    const before = performance.now();
    const { url } = await start();

    expect(performance.now() - before).toBeLessThan(1_000);
    expect(await query(url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  });

  it('tells a command beside the service where it runs', async () => {
    const { url, stop } = await start();
    expect(await findRunningEmbeddedPostgres(dataDir)).toBe(url);

    await stop();
    expect(await findRunningEmbeddedPostgres(dataDir)).toBeUndefined();
    expect(await findRunningEmbeddedPostgres(join(folder, 'nowhere'))).toBeUndefined();
  });

  it('refuses a data folder that another start works on', async () => {
    const { url } = await start();

    const refused = start();
    await expect(refused).rejects.toBeInstanceOf(DataDirectoryInUseError);
    await expect(refused).rejects.toThrow(
      /is in use by another start of Hookline .* set DATA_DIR to another folder\.$/,
    );
    expect(await query(url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  });

  it('lets one of two starts at the same moment win', async () => {
    const fresh = join(folder, 'fresh');
    const outcomes = await Promise.allSettled([start({ dataDir: fresh }), start({ dataDir: fresh })]);

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(DataDirectoryInUseError);
  });
});

describe('after a kill -9', () => {
  it('of its owner, the next start takes the running server over', async () => {
    const owner = await startInAnotherProcess();
    const url = await findRunningEmbeddedPostgres(dataDir);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    expect(await findRunningEmbeddedPostgres(dataDir)).toBe(url);

    const server = await start();
    expect(server).toMatchObject({ adopted: true, url });
    expect(await query(server.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);

    await server.stop();
    expect(await findRunningEmbeddedPostgres(dataDir)).toBeUndefined();
  });

  it('of the server, it comes back on the same port with its data', async () => {
    const { url } = await start();
    const killed = await serverPid();
    process.kill(killed, 'SIGKILL');

    await until(
      async () => (await serverPid()) !== killed && messages.some((message) => message.endsWith('is back.')),
    );
    expect(await query(url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
    await expect(start()).rejects.toBeInstanceOf(DataDirectoryInUseError);
  });

  it('of an adopted server, it comes back too', async () => {
    const owner = await startInAnotherProcess();
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const { url } = await start();
    const killed = await serverPid();
    process.kill(killed, 'SIGKILL');

    await until(
      async () => (await serverPid()) !== killed && messages.some((message) => message.endsWith('is back.')),
    );
    expect(await query(url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  });

  it('of a start that was creating its data, the next one begins anew', async () => {
    const fresh = join(folder, 'half');
    const owner = spawnOwner(fresh);
    await until(async () =>
      (await readdir(fresh).catch(() => [])).some((name) => name.startsWith('postgres-draft-')),
    );
    process.kill(-(owner.pid ?? 0), 'SIGKILL');
    await once(owner, 'exit');
    expect(await readdir(fresh)).not.toContain('postgres');

    const { url } = await start({ dataDir: fresh });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('of everything, a process that has the old process id by now is not in the way', async () => {
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(pidFile, `${process.pid}\n${join(dataDir, 'postgres')}\n1700000000\n5432\n\n127.0.0.1\n`);

    expect((await start()).adopted).toBe(false);
  });
});

describe('the signals of a terminal', () => {
  it('do not reach the server: on Ctrl-C the service finishes its work first', async () => {
    const owner = await startInAnotherProcess(`process.on('SIGINT', () => console.log('interrupted'));`);
    process.kill(-(owner.pid ?? 0), 'SIGINT');
    if (owner.stdout) await once(owner.stdout, 'data');

    const url = await findRunningEmbeddedPostgres(dataDir);
    expect(await query(url ?? '', 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await start();
  });
});

describe('what cannot work is said in a sentence', () => {
  it('a file in the place of the data folder', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');

    await expect(start({ dataDir: file })).rejects.toThrow(
      /^The data folder .*file cannot be used by .*: set DATA_DIR to/,
    );
    await expect(start({ dataDir: join(file, 'below') })).rejects.toThrow(
      /^The data folder .* cannot be used by/,
    );
  });

  (process.getuid?.() === 0 ? it.skip : it)(
    'a data folder without permission to write (not as root)',
    async () => {
      const closed = join(folder, 'closed');
      await start({ dataDir: closed }).then(({ stop }) => stop());
      await chmod(closed, 0o555);

      await expect(start({ dataDir: closed })).rejects.toThrow(/EACCES.*: set DATA_DIR to/);
      await chmod(closed, 0o755);
    },
  );

  it('a setting that PostgreSQL does not know, in the words of its log', async () => {
    await expect(start({ settings: { no_such_setting: '1' } })).rejects.toThrow(
      /did not start; its log ends with:\n.*unrecognized configuration parameter "no_such_setting"\nSolve what is named here/,
    );
  });

  it('a password that is not that of the data', async () => {
    const file = join(dataDir, 'postgres-password');
    const password = await readFile(file, 'utf8');
    await writeFile(file, 'another');
    await expect(start()).rejects.toThrow(/is not the one of the database in .*: put the right file back/);

    await rm(file);
    await expect(start()).rejects.toThrow(/^The password of the embedded PostgreSQL cannot be read/);

    await writeFile(file, password, { mode: 0o600 });
    expect((await start()).adopted).toBe(true);
  });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  messages.length = 0;
  const server = await startEmbeddedPostgres({
    dataDir,
    log: (message) => messages.push(message),
    ...options,
  });
  started.push(server);
  return server;
}

/** A service in another process. Resolves when its server is up. */
async function startInAnotherProcess(code = ''): Promise<ChildProcess> {
  const owner = spawnOwner(dataDir, code);
  if (owner.stdout) await once(owner.stdout, 'data');
  return owner;
}

/** In a process group of its own, as a shell would put it. */
function spawnOwner(ownDataDir: string, code = ''): ChildProcess {
  return spawn(
    process.execPath,
    [
      '--import',
      new URL('../../../scripts/typescript-imports.mjs', import.meta.url).href,
      '--input-type=module',
      '--eval',
      `const { startEmbeddedPostgres } = await import(process.argv[1]);
       await startEmbeddedPostgres({ dataDir: process.argv[2] });
       ${code}
       process.stdout.write('up');`,
      fileURLToPath(new URL('./embedded-postgres.ts', import.meta.url)),
      ownDataDir,
    ],
    { detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
}

async function serverPid(): Promise<number> {
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  return Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
