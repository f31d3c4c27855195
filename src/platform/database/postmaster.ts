import { execFile } from 'node:child_process';
import { link, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from '../errors/error-facts.js';
import { findPostgresBinaries } from './postgres-binaries.js';

const run = promisify(execFile);

/** How long each way of stopping may take. */
const STOP_TIMEOUT_MS = 5_000;

/** The running PostgreSQL of a cluster folder. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** The PostgreSQL that runs on this cluster folder now, starting and stopping ones included, or undefined. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const [pid, , , port] = (await readPidFile(cluster)).split('\n').map(Number);
  if (!pid || !port || !(await isPostmasterOf(cluster, pid))) return undefined;
  return { pid, port };
}

/**
 * Removes a `postmaster.pid` whose process is a zombie or another program by now. PostgreSQL itself only notices that a
 * process is gone, and would refuse to start.
 */
export async function removeStalePidFile(cluster: string): Promise<void> {
  const content = await readPidFile(cluster);
  const pid = Number(content.split('\n')[0]);
  if (pid ? await isPostmasterOf(cluster, pid) : await isFresh(pidFile(cluster))) return;

  // Another start may have put its own file there since we looked: take it away first, look again, then decide.
  const taken = `${pidFile(cluster)}.${process.pid}`;
  try {
    await rename(pidFile(cluster), taken);
    if ((await readFile(taken, 'utf8')) !== content) await link(taken, pidFile(cluster));
    await rm(taken);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Stops the server, whose clients are cut off, and resolves when it is gone, or after 10 s when it does not go. */
export async function stopPostmaster(cluster: string): Promise<void> {
  // "Fast" writes everything down first; "immediate" leaves that to the recovery at the next start.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const asked = await findPostmaster(cluster);
    if (!asked) return;
    await sendSignal(asked.pid, signal);
    for (const giveUpAt = Date.now() + STOP_TIMEOUT_MS; Date.now() < giveUpAt; await sleep(10)) {
      if ((await findPostmaster(cluster))?.pid !== asked.pid) return;
    }
  }
}

async function sendSignal(pid: number, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  try {
    // Windows has no signals; PostgreSQL brings its own there.
    if (process.platform !== 'win32') process.kill(pid, signal);
    else await run(findPostgresBinaries().pgCtl, ['kill', signal.slice('SIG'.length), String(pid)]);
  } catch (error) {
    // Gone since we looked is as good as stopped.
    if (isAlive(pid)) throw error;
  }
}

const pidFile = (cluster: string) => join(cluster, 'postmaster.pid');

async function readPidFile(cluster: string): Promise<string> {
  try {
    return await readFile(pidFile(cluster), 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

/** A start creates the file first and writes it a moment later; gone counts as fresh, as there is nothing to remove. */
async function isFresh(file: string): Promise<boolean> {
  const written = await stat(file).catch(() => undefined);
  return !written || Date.now() - written.mtimeMs < 2_000;
}

/** A process id alone proves nothing: it may be a zombie, or belong to another program since a crash or in a container. */
async function isPostmasterOf(cluster: string, pid: number): Promise<boolean> {
  if (pid < 0) return false;
  if (process.platform === 'linux') {
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return workingFolder !== undefined && workingFolder === (await realpath(cluster));
  }
  if (process.platform === 'win32') return isAlive(pid);
  const nothing = { stdout: '' };
  const { stdout } = await run('ps', ['-o', 'stat=,comm=', '-p', String(pid)]).catch(() => nothing);
  return stdout.includes('postgres') && !stdout.trimStart().startsWith('Z');
}

/** Whether there is a process with this id, zombies included. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
}
