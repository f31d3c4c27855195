import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { accountOf, operationGroup, type OutboundCall } from '../outbound-call.js';
import type { SharedStore } from './shared-store.js';

/** What a generation belongs to: one account's group of operations. */
export type Readings = Pick<OutboundCall, 'provider' | 'operation' | 'connectionId'>;

/** How many accounts and groups are remembered. A forgotten one only loses what was kept for it. */
const MAX_REMEMBERED = 20_000;
/** A generation that nobody asks for any longer goes after a day, in ms. What was kept under it is then not found. */
const LIFETIME_MS = 86_400_000;
/** Renewed when some invalidation could not be shared: then nothing is believed that was shared before. */
const EPOCH = 'generation';

/**
 * Makes everything that was read before a write unfindable at once. Each account and each of its groups of operations
 * has a random word, which is part of the keys of its answers; to invalidate is to drop the word, and whoever reads next
 * makes a new one. An answer that was under way meanwhile is kept under the old word, where nobody finds it.
 */
export class Generations {
  private readonly remembered = new LRUCache<string, string>({ max: MAX_REMEMBERED });
  private dropped = 0;
  private unshared = false;

  constructor(private readonly shared: SharedStore | undefined) {}

  /** The generation of what a call reads: shared with all replicas while the store is there, otherwise our own. */
  async current(readings: Readings): Promise<string> {
    const names = [EPOCH, accountName(readings), groupName(readings)];
    const words = this.shared ? await this.fromShared(this.shared, names) : undefined;
    return (words ?? names.map((name) => this.own(name))).join('.');
  }

  /** Makes unfindable what was read by the operation's whole group, for its account. */
  dropGroup(readings: Readings): Promise<void> {
    return this.drop(groupName(readings));
  }

  /** Makes unfindable all that was read for an account. */
  dropAccount(account: Omit<Readings, 'operation'>): Promise<void> {
    return this.drop(accountName(account));
  }

  private async drop(name: string): Promise<void> {
    this.dropped += 1;
    this.remembered.delete(name);
    if (this.shared && !(await this.shared.delete(name))) this.unshared = true;
  }

  private own(name: string): string {
    const known = this.remembered.get(name);
    if (known !== undefined) return known;
    const made = randomUUID();
    this.remembered.set(name, made);
    return made;
  }

  private async fromShared(shared: SharedStore, names: readonly string[]): Promise<string[] | undefined> {
    if (this.unshared && !(await this.beginEpoch(shared))) return undefined;
    const { dropped } = this;
    const found = await shared.getMany(names);
    if (!found) return undefined;
    const words = names.map((_name, at) => found[at] ?? randomUUID());
    const entries = names.map((key, at) => ({ key, value: words[at] ?? '', ttl: LIFETIME_MS }));
    const made = entries.filter((_entry, at) => found[at] === undefined);
    if (made.length > 0 && !(await shared.setMany(made))) return undefined;
    // Without the store, the words that it had last go on. But one that was dropped meanwhile must not come back.
    if (dropped === this.dropped) entries.forEach(({ key, value }) => this.remembered.set(key, value));
    return words;
  }

  private async beginEpoch(shared: SharedStore): Promise<boolean> {
    const { dropped } = this;
    const begun = await shared.delete(EPOCH);
    if (begun && dropped === this.dropped) this.unshared = false;
    return begun;
  }
}

function accountName(account: Omit<Readings, 'operation'>): string {
  return [EPOCH, account.provider, accountOf(account)].map(encodeURIComponent).join(':');
}

function groupName(readings: Readings): string {
  return `${accountName(readings)}:${encodeURIComponent(operationGroup(readings))}`;
}
