import { LRUCache } from 'lru-cache';
import type { Logger } from '../../platform/logging/logger.js';
import type { SealedBox } from '../../platform/secrets/sealed-box.js';
import type { Clock } from '../clock.js';
import { deserialize, serialize, type KeptAnswer } from './kept-answer.js';
import type { SharedStore } from './shared-store.js';

/** How many answers a process keeps, whatever their size. */
const MAX_ANSWERS = 10_000;
/** What an answer takes beside its texts and bytes, in bytes, roughly. */
const OVERHEAD_BYTES = 512;
/** How long an answer with a validator is shared after it has become useless without asking, in ms. */
const REVALIDATED_WITHIN_MS = 3_600_000;

/** Where answers are kept: in this process, the least recently used going first, and sealed in a store shared by all. */
export class KeptAnswers {
  private readonly memory: LRUCache<string, KeptAnswer>;

  constructor(
    maxBytes: number,
    private readonly shared: SharedStore | undefined,
    private readonly box: Pick<SealedBox, 'seal' | 'open'> | undefined,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.memory = new LRUCache({
      max: MAX_ANSWERS,
      maxSize: maxBytes,
      // One huge answer is not worth all the others.
      maxEntrySize: Math.ceil(maxBytes / 8),
      sizeCalculation: sizeOf,
    });
  }

  inMemory(key: string): KeptAnswer | undefined {
    return this.memory.get(key);
  }

  /** The fresher one of memory and the shared store, since another replica may have asked. It is in memory afterwards. */
  async find(key: string): Promise<KeptAnswer | undefined> {
    const shared = await this.fromShared(key);
    const own = this.memory.get(key);
    if (!shared || (own && own.freshUntilMs >= shared.freshUntilMs)) return own;
    this.memory.set(key, shared);
    return shared;
  }

  /** In memory at once; shared in the background. */
  keep(key: string, answer: KeptAnswer): void {
    this.memory.set(key, answer);
    void this.toShared(key, answer);
  }

  drop(key: string): void {
    this.memory.delete(key);
    void this.shared?.delete(key);
  }

  private async fromShared(key: string): Promise<KeptAnswer | undefined> {
    const [sealed] = (await this.shared?.getMany([key])) ?? [];
    if (sealed === undefined || !this.box) return undefined;
    try {
      return deserialize(this.box.open(Buffer.from(sealed, 'base64'), key));
    } catch (error) {
      this.logger.warn({ event: 'cached_answer_unreadable', err: error }, 'A shared answer cannot be opened');
      return undefined;
    }
  }

  private async toShared(key: string, answer: KeptAnswer): Promise<void> {
    if (!this.shared || !this.box) return;
    const hasValidator = 'etag' in answer.headers || 'last-modified' in answer.headers;
    const usefulMs = answer.staleUntilMs - this.clock.dateMs();
    const ttl = Math.ceil(usefulMs + (hasValidator ? REVALIDATED_WITHIN_MS : 0));
    if (ttl <= 0) return;
    const value = this.sealed(key, answer, this.box);
    if (value !== undefined) await this.shared.setMany([{ key, value, ttl }]);
  }

  private sealed(key: string, answer: KeptAnswer, box: Pick<SealedBox, 'seal'>): string | undefined {
    try {
      return Buffer.from(box.seal(serialize(answer), key)).toString('base64');
    } catch (error) {
      this.logger.warn({ event: 'cached_answer_not_shared', err: error }, 'An answer cannot be sealed');
      return undefined;
    }
  }
}

function sizeOf({ body, headers }: KeptAnswer, key: string): number {
  return body.length + 2 * (JSON.stringify(headers).length + key.length) + OVERHEAD_BYTES;
}
