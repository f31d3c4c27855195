import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { SYSTEM, type Actor } from '../../platform/audit/audit-log.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { isWholesale, keyText, selectionKey, type CircuitKey, type CircuitSelection } from './circuit-key.js';
import {
  CircuitRecords,
  type CircuitAccount,
  type CircuitFilter,
  type CircuitNews,
  type NewState,
  type NewTransition,
} from './circuit-records.js';
import { Circuits, type CircuitChange } from './circuits.js';

/** How often a process asks what the others have seen, in ms. */
const POLL_MS = 1_000;

/** Changes kept for the history while the database is away; older ones are let go. */
const MAX_UNWRITTEN = 1_000;

/** Of a provider's failure, this many characters are kept as the reason. */
const MAX_REASON_LENGTH = 500;

/** A change that waits to be written, and when it came. */
interface Unwritten {
  readonly change: CircuitChange;
  readonly atMs: number;
}

/**
 * Circuits over all replicas: writes every change of state, takes over what the others have written, and holds circuits
 * as people say. Calls never wait for it: while the database is away, each process goes by what it sees itself.
 *
 * A replica that has taken over an open circuit sends trial calls of its own when its time is over, so that a recovering
 * provider gets at most two from each.
 */
@Injectable()
export class CircuitsService implements OnModuleInit, BeforeApplicationShutdown {
  /** The last change of each circuit. */
  private readonly unwritten = new Map<string, Unwritten>();
  private history: Unwritten[] = [];
  private asOf: Date | undefined;
  private isAway = false;
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly circuits: Circuits,
    private readonly records: CircuitRecords,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A restart forgets nothing: what is open or held is so before the first call leaves. */
  async onModuleInit(): Promise<void> {
    this.circuits.onStateChange((change) => this.note(change));
    await this.sync();
    this.timer = setInterval(() => void this.sync(), POLL_MS).unref();
  }

  /** While the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.sync();
  }

  /** A page of all circuits that ever changed, as all replicas see them. `after` is the last one seen. */
  list(filter: CircuitFilter, limit: number, after?: CircuitKey) {
    return this.records.list(filter, limit, after);
  }

  /** Circuits that hold calls back or are held by a person, the first sixty: open ones, half-open ones, those held closed. */
  troubled() {
    return this.records.troubled();
  }

  /** Whose calls are held back, or let through as trials only: of these accounts, or of all of their providers. */
  heldBack(accounts: readonly CircuitAccount[]): Promise<CircuitAccount[]> {
    return this.records.heldBack(accounts);
  }

  /** A page of changes, newest first. `after` is the id of the last one seen. */
  transitions(filter: Partial<CircuitKey>, limit: number, after?: string) {
    return this.records.transitions(filter, limit, after);
  }

  /**
   * Holds circuits open (no call leaves) or closed (every call does), in all replicas within a second or two, until they
   * are released. `{ provider }` alone means all of a provider: a kill switch. The audit log has who did it.
   */
  async hold(
    selection: CircuitSelection,
    as: 'open' | 'closed',
    reason: string,
    actor: Actor = SYSTEM,
  ): Promise<void> {
    await this.records.hold(selectionKey(selection), as, reason, actor);
    await this.sync();
  }

  /** Lets circuits go: they are closed, and count anew. `false` if nothing was held under this very selection. */
  async release(selection: CircuitSelection, actor: Actor = SYSTEM): Promise<boolean> {
    const released = await this.records.release(selectionKey(selection), actor);
    await this.sync();
    return released;
  }

  private note(change: CircuitChange): void {
    if (change.adopted) return;
    const unwritten = { change, atMs: Date.now() };
    this.unwritten.set(keyText(change), unwritten);
    this.history.push(unwritten);
    if (this.history.length > MAX_UNWRITTEN) this.history.shift();
    if (this.timer && !this.isAway) setImmediate(() => void this.sync());
  }

  /** Writes and reads, one round at a time; what comes during a round is for the next, however much it is. */
  private sync(): Promise<void> {
    this.next ??= this.last.then(() => {
      this.next = undefined;
      return this.round();
    });
    this.last = this.next;
    return this.last;
  }

  private async round(): Promise<void> {
    try {
      await this.write();
      await this.read();
      if (this.isAway) this.logger.info({ event: 'circuits_shared_again' }, 'Circuits are shared again');
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) {
        const message =
          'Circuits are not shared with other replicas for now; each goes by what it sees itself';
        this.logger.warn({ event: 'circuits_not_shared', err: error }, message);
      }
      this.isAway = true;
    }
  }

  private async write(): Promise<void> {
    if (!this.unwritten.size) return;
    const taken = new Map(this.unwritten);
    const { history } = this;
    this.history = [];
    try {
      await this.records.write([...taken.values()].map(newState), history.map(newTransition));
    } catch (error) {
      this.history = [...history, ...this.history].slice(-MAX_UNWRITTEN);
      throw error;
    }
    for (const [text, change] of taken) {
      if (this.unwritten.get(text) === change) this.unwritten.delete(text);
    }
  }

  private async read(): Promise<void> {
    const isFirst = this.asOf === undefined;
    const { rows, asOf } = await this.records.news(this.asOf);
    for (const row of rows) this.takeOver(row, isFirst);
    this.asOf = asOf;
  }

  /** A row may come twice. What was written here says what is known here, so that nothing has to tell it apart. */
  private takeOver(row: CircuitNews, isFirst: boolean): void {
    const reason = row.reason ?? '';
    this.circuits.setHold(row, row.hold ? { as: row.hold, reason } : undefined);
    // What happened here in the meantime is newer, and about to be written.
    if (row.hold || isWholesale(row) || this.unwritten.has(keyText(row))) return;
    if (row.state === 'open') this.circuits.get(row).adoptOpen(row.openForMs ?? 0, reason);
    // Others come to their trial calls by themselves; after a restart nothing else is known.
    else if (row.state === 'half_open' && isFirst) this.circuits.get(row).adoptOpen(0, reason);
    else if (row.state === 'closed') this.circuits.peek(row)?.adoptClosed(reason);
  }
}

function newState({ change, atMs }: Unwritten): NewState {
  const { provider, account, group, to, openForMs } = change;
  const leftMs = openForMs === undefined ? null : openForMs - (Date.now() - atMs);
  return { provider, account, group, state: to, openForMs: leftMs, reason: storable(change.reason) };
}

function newTransition({ change, atMs }: Unwritten): NewTransition {
  const { provider, account, group, from, to, reason } = change;
  return { provider, account, group, from, to, reason: storable(reason), at: new Date(atMs) };
}

/** PostgreSQL's text takes everything but NUL and lone surrogates. */
function storable(reason: string): string {
  return reason.slice(0, MAX_REASON_LENGTH).replaceAll('\0', '').toWellFormed();
}
