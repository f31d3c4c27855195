import { Keyv, type KeyvStoreAdapter } from 'keyv';
import type { Logger } from '../../platform/logging/logger.js';
import { within } from '../../platform/within.js';
import type { Clock } from '../clock.js';

const DEFAULT_PATIENCE_MS = 50;
/** What the store's own keys begin with. */
const NAMESPACE = 'hookline:cache';
/** How long the store is left alone after a failure, in ms, so that its absence costs one call a wait, not each. */
const PAUSE_MS = 1_000;

/** A store that all replicas share and that may be slow or gone at any moment, which is then no worse than a miss. */
export class SharedStore {
  private readonly keyv: Keyv<string>;
  private away = false;
  private askAgainAtMs = 0;

  /** `adapter` throws when it fails. */
  constructor(
    adapter: KeyvStoreAdapter,
    private readonly logger: Logger,
    private readonly clock: Clock,
    private readonly patienceMs = DEFAULT_PATIENCE_MS,
  ) {
    this.keyv = new Keyv<string>({
      store: adapter,
      namespace: NAMESPACE,
      useKeyPrefix: false,
      throwOnErrors: true,
    });
    this.keyv.on('error', () => undefined); // each of them is also thrown, and handled in ask()
  }

  /** @returns the values, `undefined` for each that is not there; nothing at all while the store is away */
  getMany(keys: readonly string[]): Promise<(string | undefined)[] | undefined> {
    return this.ask((keyv) => keyv.getMany([...keys]));
  }

  /** @returns whether it was stored */
  async setMany(entries: readonly { key: string; value: string; ttl: number }[]): Promise<boolean> {
    return (await this.ask((keyv) => keyv.setMany([...entries]).then(() => true))) ?? false;
  }

  /** @returns whether it is gone for certain */
  async delete(key: string): Promise<boolean> {
    return (await this.ask((keyv) => keyv.delete(key).then(() => true))) ?? false;
  }

  private async ask<T>(question: (keyv: Keyv<string>) => Promise<T>): Promise<T | undefined> {
    if (this.clock.nowMs() < this.askAgainAtMs) return undefined;
    try {
      const answer = await within(this.patienceMs, question(this.keyv));
      this.onAnswer();
      return answer;
    } catch (error) {
      this.onFailure(error);
      return undefined;
    }
  }

  private onAnswer(): void {
    if (!this.away) return;
    this.away = false;
    this.logger.info({ event: 'response_cache_back' }, 'The shared cache of answers is back');
  }

  private onFailure(error: unknown): void {
    this.askAgainAtMs = this.clock.nowMs() + PAUSE_MS;
    if (this.away) return;
    this.away = true;
    this.logger.warn(
      { event: 'response_cache_lost', err: error },
      'The shared cache of answers is away. Each process keeps its own until it is back',
    );
  }
}
