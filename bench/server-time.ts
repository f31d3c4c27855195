import { readFile, readdir } from 'node:fs/promises';

/** Linux counts processor time in hundredths of a second, on every architecture that Node runs on. */
const MS_PER_TICK = 10;

/**
 * The processor time that a server has used, in ms: its main process, its children (PostgreSQL's connections, a Redis
 * that saves), and those children that have ended. `NaN` where there is no `/proc`.
 */
export async function serverTimeMs(mainPid: number): Promise<number> {
  const names = await readdir('/proc').catch(() => []);
  const all = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(readProcess));
  const server = all.filter((found) => found?.pid === mainPid || found?.parentPid === mainPid);
  if (!server.length) return Number.NaN;
  const ticks = server.reduce(
    (sum, found) => sum + (found?.ownTicks ?? 0) + (found?.pid === mainPid ? found.endedChildrenTicks : 0),
    0,
  );
  return ticks * MS_PER_TICK;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function readProcess(pid: string) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined; // it has ended since we looked
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parentPid] = fields;
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return {
    pid: Number(pid),
    parentPid,
    ownTicks: user + system,
    endedChildrenTicks: endedUser + endedSystem,
  };
}
