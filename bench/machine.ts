import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchDatabase } from './database.js';
import { spread } from './statistics.js';
import type { Workspace } from './workspace.js';

const run = promisify(execFile);

/** Where the figures come from; without it they mean nothing. */
export async function machineFacts(workspace: Workspace, database: BenchDatabase): Promise<string> {
  const settings: string[] = [];
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method']) {
    settings.push(`${name} ${await database.setting(name)}`);
  }
  return [
    `Machine     ${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`,
    `Disk        ${(await syncMs(workspace)).toFixed(2)} ms to write 8 KiB and sync (median)`,
    `Node.js     ${process.version}`,
    `PostgreSQL  ${await database.setting('server_version')}: ${settings.join(', ')}`,
    `Commit      ${await commit()}`,
  ].join('\n');
}

/** How long the disk takes for what every durable commit waits for, in ms. */
async function syncMs(workspace: Workspace): Promise<number> {
  const file = await open(join(workspace.folder, 'sync'), 'w');
  const block = Buffer.alloc(8_192, 1);
  const times: number[] = [];
  for (let time = 0; time < 100; time += 1) {
    const before = performance.now();
    await file.write(block);
    await file.datasync();
    times.push(performance.now() - before);
  }
  await file.close();
  return spread(times).median;
}

async function commit(): Promise<string> {
  try {
    const { stdout: head } = await run('git', ['rev-parse', '--short', 'HEAD']);
    const { stdout: changes } = await run('git', ['status', '--porcelain']);
    return head.trim() + (changes ? ', with changes that are not committed' : '');
  } catch {
    return 'unknown'; // not a git checkout
  }
}

/** The processor time that the whole machine has spent working since its start, in ms. */
export function machineTimeMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
