import type { Deliveries } from './contender-process.js';
import type { IngestPlan } from './plan.js';

const CONNECTIONS = 64;
const MANY_CONNECTIONS = 1_000;
/** More than Stripe sends to most of its users, less than this machine can take. */
const OPEN_LOOP_PER_SECOND = 500;

/** A way in which webhooks come. */
interface Kind {
  title: string;
  /** @param perSecond how many deliveries the contender takes about */
  deliveries: (perSecond: number, plan: IngestPlan) => Deliveries;
}

/** The next delivery follows the answer. */
function closedLoop(
  title: string,
  { connections = CONNECTIONS, ...more }: Pick<Deliveries, 'bytes'> & Partial<Deliveries>,
): Kind {
  const deliveries: Kind['deliveries'] = (perSecond, { closedLoopMs }) => ({
    connections,
    deliveries: Math.max(connections, Math.round((perSecond * closedLoopMs) / 1_000)),
    ...more,
  });
  return { title, deliveries };
}

export const KINDS = {
  large: closedLoop('2.6 kB', { bytes: 2_600 }),
  small: closedLoop('0.6 kB', { bytes: 600 }),
  /** The first delivery of each stores it, all others are repeats. */
  duplicates: closedLoop('2.6 kB, duplicates only', { bytes: 2_600, distinct: CONNECTIONS }),
  manyConnections: closedLoop('2.6 kB, 1,000 connections', { bytes: 2_600, connections: MANY_CONNECTIONS }),
  openLoop: {
    title: '2.6 kB, 500 a second',
    deliveries: (_, { openLoopMs }) => ({
      connections: CONNECTIONS,
      deliveries: Math.round((OPEN_LOOP_PER_SECOND * openLoopMs) / 1_000),
      bytes: 2_600,
      perSecond: OPEN_LOOP_PER_SECOND,
    }),
  },
} satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;
