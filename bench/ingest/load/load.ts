import { answer, processorTimeMs } from '../../answers.js';
import { percentile } from '../../statistics.js';
import { eventBody, signedRequest } from './event.js';
import { HttpConnection } from './http-connection.js';
import { Pacer } from './pacer.js';

export interface Load {
  url: string;
  connections: number;
  /** How many deliveries. */
  deliveries: number;
  /** Size of a body. */
  bytes: number;
  /** Begins every event id; another round, another prefix. */
  prefix: string;
  /** How many different events; each is delivered about equally often. @default as many as deliveries */
  distinct?: number;
  /** Deliveries become due at this rate, whether earlier ones were answered or not. @default the next follows the answer */
  perSecond?: number;
}

export interface LoadResult {
  elapsedMs: number;
  /** Of the answers, in ms, from when a delivery was due. */
  p50Ms: number;
  p99Ms: number;
  /** Answered "stored", answered "duplicate". */
  stored: number;
  duplicates: number;
  /** The ids of all events that were answered 200. */
  acknowledged: string[];
  /** Answered with anything but 200. */
  refused: number;
}

/** A thread that tells the time has to start before it can. */
const PACER_STARTS_WITHIN_MS = 500;

/** Signs everything first, then delivers it and takes the time. */
async function deliver(load: Load): Promise<LoadResult> {
  const target = new URL(load.url);
  const { deliveries, perSecond, distinct = deliveries } = load;
  const idOf = (index: number) => `${load.prefix}${index % distinct}`;
  const requests = Array.from({ length: distinct }, (_, index) =>
    signedRequest(target.host, eventBody(idOf(index), load.bytes)),
  );
  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => HttpConnection.open(target)),
  );
  const latenciesMs = new Float64Array(deliveries);
  const acknowledged = new Set<string>();
  const count = { stored: 0, duplicates: 0, refused: 0 };
  const startMs = performance.now() + (perSecond ? PACER_STARTS_WITHIN_MS : 0);
  const startEpochMs = performance.timeOrigin + startMs;
  const pacer = perSecond ? new Pacer({ startEpochMs, perSecond, count: deliveries }) : undefined;
  let next = 0;

  const keepBusy = async (connection: HttpConnection) => {
    for (let index = next++; index < deliveries; index = next++) {
      await pacer?.until(index);
      const dueMs = perSecond ? startMs + (index * 1_000) / perSecond : performance.now();
      const { status, body } = await connection.send(requests[index % distinct] as Buffer);
      latenciesMs[index] = performance.now() - dueMs;
      if (status === 200) acknowledged.add(idOf(index));
      count[status !== 200 ? 'refused' : body.includes('"stored":1') ? 'stored' : 'duplicates'] += 1;
    }
  };
  await Promise.all(connections.map(keepBusy));

  const elapsedMs = performance.now() - startMs;
  for (const connection of connections) connection.close();
  latenciesMs.sort();
  const latency = { p50Ms: percentile(latenciesMs, 50), p99Ms: percentile(latenciesMs, 99) };
  return { elapsedMs, ...latency, ...count, acknowledged: [...acknowledged] };
}

/** The status that an event is answered with whose signature is somebody else's. */
async function forge(url: string): Promise<number> {
  const target = new URL(url);
  const connection = await HttpConnection.open(target);
  const { status } = await connection.send(
    signedRequest(target.host, eventBody('evt_forged', 600), 'whsec_somebody_elses'),
  );
  connection.close();
  return status;
}

export const answers = answer({ deliver, forge, timeMs: processorTimeMs });
