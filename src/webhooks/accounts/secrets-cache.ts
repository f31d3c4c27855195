import { LRUCache } from 'lru-cache';

/** How long the secrets of an account are believed to be what they were, in ms. */
const LIFE_MS = 10_000;
/** The least time between two reads of one account, in ms, whatever is sent to it. Also the life of "no such account". */
const REREAD_AFTER_MS = 1_000;
/** Accounts remembered at once. */
const MAX_ACCOUNTS = 5_000;

/** The secrets of one account; `undefined` when there is no such account. */
type Secrets = readonly string[] | undefined;

/**
 * The secrets of accounts, for a few seconds in this process: every delivery needs them. Deliveries that come at once
 * share one read.
 */
export class SecretsCache {
  private readonly reads = new LRUCache<string, Promise<Secrets>>({ max: MAX_ACCOUNTS, ttl: LIFE_MS });

  /** @param read asks the database */
  constructor(private readonly read: (provider: string, connectionId: string) => Promise<Secrets>) {}

  get(provider: string, connectionId: string): Promise<Secrets> {
    return this.reads.get(keyOf(provider, connectionId)) ?? this.readAnew(provider, connectionId);
  }

  /** What the database says now; `undefined` when it was asked less than a second ago. */
  async getNewer(provider: string, connectionId: string): Promise<Secrets> {
    const ageMs = LIFE_MS - this.reads.getRemainingTTL(keyOf(provider, connectionId));
    return ageMs < REREAD_AFTER_MS ? undefined : this.readAnew(provider, connectionId);
  }

  forget(provider: string, connectionId: string): void {
    this.reads.delete(keyOf(provider, connectionId));
  }

  private readAnew(provider: string, connectionId: string): Promise<Secrets> {
    const key = keyOf(provider, connectionId);
    const read = this.read(provider, connectionId);
    this.reads.set(key, read);
    const isCurrent = () => this.reads.peek(key) === read;
    read.then(
      (secrets) => {
        if (!secrets && isCurrent()) this.reads.set(key, read, { ttl: REREAD_AFTER_MS });
      },
      () => {
        if (isCurrent()) this.reads.delete(key); // its error goes to those who wait for it
      },
    );
    return read;
  }
}

function keyOf(provider: string, connectionId: string): string {
  return `${provider}/${connectionId}`;
}
