import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { bareEnvironment } from '../test/support/bare-environment.js';
import { freePort } from '../test/support/free-port.js';
import { aimsTable } from './aims.js';
import { BenchDatabase } from './database.js';
import { machineFacts } from './machine.js';
import { runBench } from './running.js';
import { spread } from './statistics.js';
import { cell, table } from './table.js';
import type { Workspace } from './workspace.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** As long as something may still be warming up, in ms: then it is idle. */
const IDLE_AFTER_MS = 10_000;
const GIVE_UP_MS = 60_000;

/** What is started, and how. */
interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Start {
  /** From the start of the process to its first 200 of `/health/ready`, in ms. */
  readonly readyMs: number;
  /** Resident memory once it is idle, in MiB. */
  readonly residentMb: number;
}

/**
 * `npm run bench:start [-- --quick]`: how long a start takes with a database given, and what the process holds when it idles.
 * See docs/performance.md.
 */
await runBench(async (workspace, { quick }, print) => {
  const database = await BenchDatabase.start(workspace);
  print(await machineFacts(workspace, database));
  const contenders = await contendersIn(workspace);
  const starts = new Map(contenders.map(({ name }) => [name, [] as Start[]]));
  for (let round = 0; round < (quick ? 1 : 5); round += 1) {
    for (const contender of contenders)
      starts.get(contender.name)?.push(await start(contender, database.url));
  }
  const of = (name: string, read: (start: Start) => number) => (starts.get(name) ?? []).map(read);
  print(
    table(
      ['', 'ready, ms', 'idle, MiB'],
      contenders.map(({ name }) => [
        name,
        cell(of(name, ({ readyMs }) => readyMs)),
        cell(of(name, ({ residentMb }) => residentMb)),
      ]),
    ),
  );
  const image = contenders[0]?.name ?? '';
  print(
    aimsTable([
      {
        aim: 'Start to ready with a database given, as in the image, ms',
        measured: spread(of(image, ({ readyMs }) => readyMs)).median,
        bound: { atMost: 1_500 },
      },
      {
        aim: 'Resident memory when idle, as in the image, MiB',
        measured: spread(of(image, ({ residentMb }) => residentMb)).median,
        bound: { atMost: 160 },
      },
    ]),
  );
});

/** The image's own command, the package's, and the least that anybody would write by hand. */
async function contendersIn(workspace: Workspace): Promise<readonly Contender[]> {
  const bare = join(workspace.folder, 'bare');
  await bundle('bench/start/bare-service.ts', bare);
  const { flags, environment } = await imageSettings();
  return [
    {
      name: 'Hookline, as in the image',
      command: [...flags, join(root, 'service/main.js'), 'start'],
      environment,
    },
    { name: 'Hookline, as the package', command: [join(root, 'dist/main.js'), 'start'] },
    {
      name: 'Nest, Fastify and Prisma alone, with the settings of the image',
      command: [...flags, join(bare, 'bare-service.js')],
      environment,
    },
  ];
}

/** What the Dockerfile gives Node, so that nothing else is measured than what is shipped. */
async function imageSettings(): Promise<{ flags: string[]; environment: Record<string, string> }> {
  const dockerfile = await readFile(join(root, 'Dockerfile'), 'utf8');
  const [, command = ''] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  const words = JSON.parse(command) as string[];
  const flags = words.filter((word) => word.startsWith('--'));
  const settings = [...dockerfile.matchAll(/^ENV (\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  return { flags, environment: Object.fromEntries(settings) as Record<string, string> };
}

async function bundle(script: string, dir: string): Promise<void> {
  const bundled = await rolldown({
    cwd: root,
    input: script,
    platform: 'node',
    tsconfig: true,
    external: [/^@nestjs\/(microservices|websockets)/, /^class-(transformer|validator)/, /^pg-native$/],
    logLevel: 'silent',
  });
  await bundled.write({ dir, entryFileNames: '[name].js', chunkFileNames: '[name].js', keepNames: true });
  await bundled.close();
}

async function start({ name, command, environment }: Contender, databaseUrl: string): Promise<Start> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, command, {
    stdio: 'ignore',
    env: { ...bareEnvironment(), ...production(port, databaseUrl), ...environment },
  });
  const ended = once(child, 'exit');
  try {
    await ready(port, name);
    const readyMs = performance.now() - began;
    await sleep(IDLE_AFTER_MS);
    return { readyMs, residentMb: await residentMemoryMb(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

function production(port: number, databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: 'https://hooks.example.com',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
}

async function ready(port: number, name: string): Promise<void> {
  for (const began = performance.now(); performance.now() - began < GIVE_UP_MS; await sleep(5)) {
    const answered = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answered?.ok) return;
  }
  throw new Error(`${name} was not ready within ${GIVE_UP_MS / 1000} s.`);
}

/** From /proc: this bench runs on Linux. */
async function residentMemoryMb(pid: number): Promise<number> {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
