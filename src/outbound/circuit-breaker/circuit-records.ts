import { Injectable } from '@nestjs/common';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import type { Circuit, CircuitTransition, Prisma } from '../../platform/database/generated/client.js';
import type { CircuitHold, CircuitState } from '../../platform/database/generated/enums.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { ALL, keyText, type CircuitKey } from './circuit-key.js';

/** How long a change stays in the history, in days, and how many changes at most. */
const KEPT_DAYS = 30;
const KEPT_TRANSITIONS = 100_000;

/** A change may become visible this much later than its `updated_at` says: its transaction had to wait. */
const OVERLAP_MS = 5_000;

/** A circuit that has not been heard of for this long is taken for closed after a restart, in ms. */
const REMEMBERED_MS = 3_600_000;

/** Circuits that are told of when somebody asks which are in trouble. */
const MOST_TROUBLED = 60;

/** A circuit's present state, to be written. */
export interface NewState extends CircuitKey {
  readonly state: CircuitState;
  /** How much longer it is open, in ms; `null` if it is not. */
  readonly openForMs: number | null;
  readonly reason: string;
}

/** A row of `circuits` as replicas tell one another. */
export interface CircuitNews extends CircuitKey {
  readonly state: CircuitState;
  readonly hold: CircuitHold | null;
  readonly reason: string | null;
  /** How much longer it is open by the database's clock, in ms; `null` if no end is set. */
  readonly openForMs: number | null;
}

export interface CircuitFilter {
  readonly provider?: string | undefined;
  readonly account?: string | undefined;
  readonly group?: string | undefined;
  readonly state?: CircuitState | undefined;
  readonly hold?: CircuitHold | undefined;
}

/** An account of a provider; `*` for all of them. */
export type CircuitAccount = Pick<CircuitKey, 'provider' | 'account'>;

export type NewTransition = Omit<CircuitTransition, 'id'>;

/** The tables of circuits and of their changes. All times are the database's, so that skewed clocks do not matter. */
@Injectable()
export class CircuitRecords {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
  ) {}

  /** Writes states, but not of circuits that a person holds, and adds changes to the history. */
  async write(states: readonly NewState[], transitions: readonly NewTransition[]): Promise<void> {
    // In one order everywhere: two replicas that write the same rows then do not wait for each other for ever.
    const rows = states.toSorted((a, b) => keyText(a).localeCompare(keyText(b)));
    const column = <Name extends keyof NewState>(name: Name) => rows.map((row) => row[name]);
    await this.prisma.$transaction([
      this.prisma.$executeRaw`
        INSERT INTO circuits (provider, account, operation_group, state, open_until, reason, updated_at)
        SELECT provider, account, operation_group, state::circuit_state,
          now() + open_for_ms * interval '1 millisecond', reason, now()
        FROM unnest(
          ${column('provider')}::text[], ${column('account')}::text[], ${column('group')}::text[],
          ${column('state')}::text[], ${column('openForMs')}::double precision[], ${column('reason')}::text[]
        ) AS news (provider, account, operation_group, state, open_for_ms, reason)
        ON CONFLICT (provider, account, operation_group) DO UPDATE SET state = excluded.state,
          open_until = excluded.open_until, reason = excluded.reason, updated_at = excluded.updated_at
        WHERE circuits.hold IS NULL`,
      this.prisma.circuitTransition.createMany({ data: [...transitions] }),
    ]);
  }

  /**
   * What has changed since `asOf`, some of it perhaps told before; at first (`undefined`), what is held, and what has
   * not been closed of late.
   */
  async news(asOf: Date | undefined): Promise<{ rows: CircuitNews[]; asOf: Date }> {
    const [clock] = await this.prisma.$queryRaw<[{ now: Date }]>`SELECT now() AS now`;
    const since = new Date((asOf ?? clock.now).getTime() - (asOf ? OVERLAP_MS : REMEMBERED_MS));
    const rows = await this.prisma.$queryRaw<CircuitNews[]>`
      SELECT provider, account, operation_group AS "group", state::text, hold::text, reason,
        (extract(epoch FROM open_until - now()) * 1000)::double precision AS "openForMs"
      FROM circuits
      WHERE updated_at >= ${since}::timestamptz OR (${asOf === undefined} AND hold IS NOT NULL)
      ORDER BY updated_at`;
    return { rows, asOf: clock.now };
  }

  /** Writes that a person holds circuits. */
  async hold(key: CircuitKey, as: CircuitHold, reason: string, actor: Actor): Promise<void> {
    const target = `circuit:${keyText(key)}`;
    await this.prisma.$transaction(async (tx) => {
      const before = await tx.circuit.findUnique({ where: { provider_account_group: key } });
      await tx.$executeRaw`
        INSERT INTO circuits (provider, account, operation_group, state, hold, reason, updated_at)
        VALUES (${key.provider}, ${key.account}, ${key.group},
          ${as}::circuit_state, ${as}::circuit_hold, ${reason}, now())
        ON CONFLICT (provider, account, operation_group) DO UPDATE SET state = excluded.state, open_until = NULL,
          hold = excluded.hold, reason = excluded.reason, updated_at = excluded.updated_at`;
      const from = before?.state ?? 'closed';
      await tx.circuitTransition.create({ data: { ...key, from, to: as, reason: `held ${as}: ${reason}` } });
      await this.audit.note({ actor, action: 'circuit.held', target, details: { hold: as, reason } }, tx);
    });
  }

  /** Writes that a person lets circuits go: all that are meant and not held otherwise are closed. `false` if none was held. */
  async release(key: CircuitKey, actor: Actor): Promise<boolean> {
    const target = `circuit:${keyText(key)}`;
    return this.prisma.$transaction(async (tx) => {
      const held = await tx.circuit.findFirst({ where: { ...key, hold: { not: null } } });
      if (!held) return false;
      await tx.circuit.update({ where: { provider_account_group: key }, data: { hold: null } });
      await tx.$executeRaw`
        UPDATE circuits SET state = 'closed', open_until = NULL, reason = 'released', updated_at = now()
        WHERE hold IS NULL AND provider = ${key.provider} AND ${key.account} IN (account, ${ALL})
          AND ${key.group} IN (operation_group, ${ALL})`;
      await tx.circuitTransition.create({
        data: { ...key, from: held.state, to: 'closed', reason: 'released' },
      });
      await this.audit.note({ actor, action: 'circuit.released', target }, tx);
      return true;
    });
  }

  /** A page of circuits that ever changed, by provider, account and group. `after` is the last one seen. */
  list(filter: CircuitFilter, limit: number, after?: CircuitKey): Promise<Circuit[]> {
    return this.prisma.circuit.findMany({
      where: { ...filter, ...(after && { OR: laterThan(after) }) },
      orderBy: [{ provider: 'asc' }, { account: 'asc' }, { group: 'asc' }],
      take: limit,
    });
  }

  /** Circuits that are not closed, or held, up to {@link MOST_TROUBLED}: open ones, half-open ones, those held closed. */
  troubled(): Promise<Circuit[]> {
    return this.prisma.circuit.findMany({
      where: { OR: [{ state: { not: 'closed' } }, { hold: { not: null } }] },
      // The enum has its values in this order: closed, half_open, open.
      orderBy: [{ state: 'desc' }, { provider: 'asc' }, { account: 'asc' }, { group: 'asc' }],
      take: MOST_TROUBLED,
    });
  }

  /** Which of these accounts have a circuit that is not closed and that was heard of of late, or is held open. */
  async heldBack(accounts: readonly CircuitAccount[]): Promise<CircuitAccount[]> {
    if (accounts.length === 0) return [];
    return this.prisma.circuit.findMany({
      where: {
        provider: { in: [...new Set(accounts.map(({ provider }) => provider))] },
        account: { in: [...accounts.map(({ account }) => account), ALL] },
        OR: [
          { hold: 'open' },
          {
            hold: null,
            state: { not: 'closed' },
            updatedAt: { gte: new Date(Date.now() - REMEMBERED_MS) },
          },
        ],
      },
      distinct: ['provider', 'account'],
      select: { provider: true, account: true },
    });
  }

  /** A page of changes, newest first. `after` is the id of the last one seen. */
  transitions(filter: Partial<CircuitKey>, limit: number, after?: string): Promise<CircuitTransition[]> {
    return this.prisma.circuitTransition.findMany({
      where: { ...filter, ...(after && { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  /** Deletes the history beyond its bounds, and circuits that have been at rest for as long. */
  async prune(): Promise<void> {
    await this.prisma.$executeRaw`
      DELETE FROM circuit_transitions WHERE at < now() - ${KEPT_DAYS} * interval '1 day'
        OR id <= (SELECT id FROM circuit_transitions ORDER BY id DESC OFFSET ${KEPT_TRANSITIONS} LIMIT 1)`;
    await this.prisma.$executeRaw`
      DELETE FROM circuits WHERE hold IS NULL AND updated_at < now() - ${KEPT_DAYS} * interval '1 day'`;
  }
}

/** What comes after a key in the order of the list. */
function laterThan({ provider, account, group }: CircuitKey): Prisma.CircuitWhereInput[] {
  return [
    { provider: { gt: provider } },
    { provider, account: { gt: account } },
    { provider, account, group: { gt: group } },
  ];
}
