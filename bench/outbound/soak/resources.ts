import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a process holds. */
export interface Resources {
  rssMb: number;
  /** What is reachable: after a full collection. */
  heapMb: number;
  externalMb: number;
  sockets: number;
  timers: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What this process holds when it rests, garbage not counted. */
export async function resources(): Promise<Resources> {
  await sleep(200); // what belongs to calls that have just ended is let go of
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const active = process.getActiveResourcesInfo();
  const count = (kind: string) => active.filter((found) => found === kind).length;
  return {
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    externalMb: external / 2 ** 20,
    sockets: count('TCPSocketWrap'),
    timers: count('Timeout'),
  };
}
