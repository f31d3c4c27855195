import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { TcpProxy } from '../../../test/support/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { createLogger } from '../../platform/logging/logger.js';
import type { Admission, Circuit } from './circuit.js';
import type { CircuitKey } from './circuit-key.js';
import { CircuitRecords } from './circuit-records.js';
import { Circuits, type CircuitChange } from './circuits.js';
import { CircuitsService } from './circuits.service.js';

const KEY: CircuitKey = { provider: 'stripe', account: 'default', group: 'payments' };

let database: TestDatabase;
const cleanups: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** One process of several on the same database. */
async function startReplica({ url = database.url, openMs = 10_000 } = {}) {
  const lines: { event?: string }[] = [];
  const destination = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines.push(JSON.parse(line.toString()));
      done();
    },
  });
  const logger = await createLogger({ level: 'info', format: 'json', destination });
  const prisma = new PrismaService(url, logger);
  const circuits = new Circuits({ openMs });
  const changes: CircuitChange[] = [];
  circuits.onStateChange((change) => changes.push(change));
  const service = new CircuitsService(circuits, new CircuitRecords(prisma, new AuditLog(prisma)), logger);
  await service.onModuleInit();
  const stop = async () => {
    await service.beforeApplicationShutdown();
    await prisma.onApplicationShutdown();
  };
  cleanups.push(stop);
  const stateOf = (key = KEY) => circuits.get(key).state.name;
  const events = () => lines.map(({ event }) => event);
  return { prisma, circuits, service, changes, stop, stateOf, events };
}

type Replica = Awaited<ReturnType<typeof startReplica>>;

function admit(circuit: Circuit): Admission {
  const admission = circuit.admit();
  if (!admission) throw new Error('The call was held back');
  return admission;
}

function fail({ circuits }: Replica, key = KEY): void {
  for (let call = 0; call < 10; call += 1) {
    const circuit = circuits.get(key);
    circuit.settle(admit(circuit), 'failure', 'HTTP 503');
  }
}

const becomes = (replica: Replica, state: string, key = KEY, withinMs = 2_500) =>
  eventually(`the circuit is ${state}`, () => replica.stateOf(key) === state || undefined, withinMs);

const written = (replica: Replica, state: string) =>
  eventually('the state is written', async () => {
    const [circuit] = await replica.service.list({ provider: 'stripe', group: 'payments' }, 1);
    return circuit?.state === state ? circuit : undefined;
  });

describe('Circuits of several replicas', () => {
  beforeEach(async () => {
    const { prisma, stop } = await startReplica();
    await prisma.circuit.deleteMany();
    await prisma.circuitTransition.deleteMany();
    cleanups.splice(cleanups.indexOf(stop), 1);
    await stop();
  });

  it('open together, until the same moment, with one entry in the history', async () => {
    const [one, other] = [await startReplica(), await startReplica()];
    fail(one);
    await becomes(other, 'open');
    const difference = one.circuits.get(KEY).retryAfterMs - other.circuits.get(KEY).retryAfterMs;
    expect(Math.abs(difference)).toBeLessThan(200);
    expect(await other.service.transitions({ provider: 'stripe' }, 10)).toMatchObject([
      { ...KEY, from: 'closed', to: 'open', reason: expect.stringContaining('HTTP 503') },
    ]);
    expect(await other.service.list({ state: 'open' }, 10)).toMatchObject([{ ...KEY, hold: null }]);
    expect(other.changes).toMatchObject([{ to: 'open', adopted: true }]);
  });

  it('close together when the trial call of one succeeds', async () => {
    const [one, other] = [await startReplica({ openMs: 300 }), await startReplica({ openMs: 60_000 })];
    fail(other);
    await becomes(one, 'open');
    one.circuits.get(KEY).adoptOpen(0, 'its time is over');
    const circuit = one.circuits.get(KEY);
    circuit.settle(admit(circuit), 'success', 'HTTP 200');
    expect(one.stateOf()).toBe('closed');
    await becomes(other, 'closed');
  });

  it('are open after a restart as they were before', async () => {
    const one = await startReplica();
    fail(one);
    await written(one, 'open');
    const restarted = await startReplica();
    expect(restarted.stateOf()).toBe('open');
    expect(restarted.circuits.get(KEY).retryAfterMs).toBeGreaterThan(5_000);
  });

  it('let a first call through as a trial after a restart in the middle of trials', async () => {
    const one = await startReplica({ openMs: 50 });
    fail(one);
    const circuit = one.circuits.get(KEY);
    await eventually('a trial', () => circuit.admit());
    await written(one, 'half_open');
    const restarted = await startReplica();
    expect(restarted.circuits.get(KEY).admit()).toMatchObject({ name: 'half_open' });
  });

  it('are held and released everywhere, over a restart, whatever the calls say', async () => {
    const [one, other] = [await startReplica(), await startReplica()];
    await one.service.hold(KEY, 'closed', 'their status page says all is well');
    expect(one.circuits.get(KEY).hold?.as).toBe('closed');
    await eventually('the hold arrives', () => other.circuits.get(KEY).hold);
    fail(other);
    fail(one);
    expect([one.stateOf(), other.stateOf()]).toEqual(['closed', 'closed']);
    await one.service.hold(KEY, 'open', 'they asked us to stop');
    await becomes(other, 'open');
    expect((await startReplica()).circuits.get(KEY).hold).toEqual({
      as: 'open',
      reason: 'they asked us to stop',
    });
    expect(await other.service.release(KEY)).toBe(true);
    await becomes(one, 'closed');
    expect(one.circuits.get(KEY).hold).toBeUndefined();
    expect(await other.service.release(KEY)).toBe(false);
    expect((await one.service.transitions(KEY, 10)).map(({ reason }) => reason)).toEqual([
      'released',
      'held open: they asked us to stop',
      'held closed: their status page says all is well',
    ]);
  });

  it('are held for as long as nobody releases them, and a state that comes late does not undo it', async () => {
    const one = await startReplica();
    await one.service.hold(KEY, 'closed', 'it is our own fault');
    const news = { ...KEY, state: 'open', openForMs: 10_000, reason: 'HTTP 503' } as const;
    await new CircuitRecords(one.prisma, new AuditLog(one.prisma)).write([news], []);
    await one.prisma.circuit.updateMany({ data: { updatedAt: new Date(Date.now() - 2 * 86_400_000) } });
    const restarted = await startReplica();
    expect(restarted.circuits.get(KEY).hold).toEqual({ as: 'closed', reason: 'it is our own fault' });
    expect(await one.service.list({ hold: 'closed' }, 10)).toMatchObject([{ ...KEY, state: 'closed' }]);
  });

  it('that opened long ago are taken for closed after a restart', async () => {
    const one = await startReplica();
    fail(one);
    await written(one, 'open');
    await one.prisma.circuit.updateMany({ data: { updatedAt: new Date(Date.now() - 2 * 3_600_000) } });
    expect((await startReplica()).stateOf()).toBe('closed');
  });

  it('tell whose calls are held back: of late, or by a hold', async () => {
    const one = await startReplica();
    const [own, other] = [
      { provider: 'stripe', account: 'default' },
      { provider: 'stripe', account: 'acct_other' },
    ];
    expect(await one.service.heldBack([])).toEqual([]);
    fail(one);
    fail(one, { ...KEY, group: 'refunds' });
    await written(one, 'open');
    expect(await one.service.heldBack([own, other])).toEqual([own]);
    expect(await one.service.heldBack([other])).toEqual([]);
    await one.prisma.circuit.updateMany({ data: { updatedAt: new Date(Date.now() - 2 * 3_600_000) } });
    expect(await one.service.heldBack([own])).toEqual([]);
    await one.service.hold({ provider: 'stripe' }, 'open', 'charged twice');
    expect(await one.service.heldBack([other])).toEqual([{ provider: 'stripe', account: '*' }]);
    await one.service.release({ provider: 'stripe' });
    expect(await one.service.heldBack([other])).toEqual([]);
  });

  it('of one provider are all held open by one kill switch, those to come too', async () => {
    const [one, other] = [await startReplica(), await startReplica()];
    expect(other.stateOf()).toBe('closed');
    fail(one, { ...KEY, group: 'refunds' });
    await one.service.hold({ provider: 'stripe' }, 'open', 'charged twice');
    await becomes(other, 'open');
    expect(other.stateOf({ ...KEY, account: 'new' })).toBe('open');
    expect(other.stateOf({ ...KEY, provider: 'slack' })).toBe('closed');
    expect(other.circuits.worstState('stripe')).toBe('open');
    await other.service.release({ provider: 'stripe' });
    await becomes(one, 'closed');
    await becomes(one, 'closed', { ...KEY, group: 'refunds' });
    expect(one.circuits.worstState('stripe')).toBe('closed');
    expect(await one.service.list({ state: 'open' }, 10)).toEqual([]);
  });

  it('work on without the database, tell it once, and are written when it is back', async () => {
    const proxy = await TcpProxy.to(database.url);
    cleanups.push(() => proxy.cut());
    const cutOff = await startReplica({ url: proxy.url });
    const other = await startReplica();
    await proxy.cut();
    await eventually('it is noticed', () => cutOff.events().includes('circuits_not_shared') || undefined);
    fail(cutOff);
    expect(cutOff.stateOf()).toBe('open');
    fail(cutOff, { ...KEY, group: 'refunds' });
    await expect(cutOff.service.hold(KEY, 'open', 'x')).rejects.toBeDefined();
    await proxy.mend();
    await becomes(other, 'open', KEY, 8_000);
    await becomes(other, 'open', { ...KEY, group: 'refunds' });
    const outages = cutOff.events().filter((event) => event === 'circuits_not_shared');
    expect(outages).toHaveLength(1);
    await eventually('it tells', () => cutOff.events().includes('circuits_shared_again') || undefined);
  }, 90_000);

  it('keep a bounded history', async () => {
    const { prisma, service } = await startReplica();
    const old = new Date(Date.now() - 31 * 86_400_000);
    await prisma.circuitTransition.createMany({
      data: [old, new Date()].map((at) => ({ ...KEY, from: 'closed', to: 'open', reason: 'x', at })),
    });
    await new CircuitRecords(prisma, new AuditLog(prisma)).prune();
    expect(await service.transitions({}, 10)).toHaveLength(1);
  });

  it('are forgotten when unused, however many accounts there are, but for those that are open', async () => {
    const replica = await startReplica();
    fail(replica);
    for (let account = 0; account < 60_000; account += 1) {
      replica.circuits.get({ ...KEY, account: `account-${account}` });
    }
    expect(replica.stateOf()).toBe('open');
    expect(replica.circuits.peek({ ...KEY, account: 'account-0' })).toBeUndefined();
    expect(replica.circuits.providers()).toEqual(['stripe']);
  });
});
