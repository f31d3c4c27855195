import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { requestId } from '../context/request-context.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { WriteBehind } from '../database/write-behind.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { SecretRedaction } from '../logging/secret-redaction.js';
import { Recent } from './recent.js';
import { ReferenceRows, type ReferenceRow } from './reference-rows.js';
import { namedReferences, referencesAmong, type Reference } from './references.js';
import { timelineConfig, type TimelineConfig } from './timeline.config.js';

/** Rows of one statement. So many waiting are written at once. */
const BATCH_ROWS = 200;
/** Rows kept in memory at most, while the database is away. */
const MAX_WAITING = 5_000;
/** How long a row waits for others, in ms. */
const FLUSH_AFTER_MS = 500;
/** Requests and references that a process remembers, so as not to write the same again. */
const REMEMBERED = 10_000;

/** Work that a reference is noted for: by default the request or job at hand. */
export interface NotedWork {
  readonly requestId: string;
  /** The webhook event that it is about. */
  readonly eventId?: string;
}

/**
 * Notes under which business references work goes, so that the timeline finds it by them. A note only leaves a row in
 * memory; rows are written in batches, within a second. It never throws and holds nothing up: losing a reference loses
 * no work.
 */
@Injectable()
export class TimelineReferences implements OnApplicationShutdown {
  private waiting: ReferenceRow[] = [];
  private readonly noted = new Recent(REMEMBERED);
  private readonly requests = new Recent(REMEMBERED);
  private readonly writeBehind = new WriteBehind({
    isEmpty: () => this.waiting.length === 0,
    write: () => this.write(),
    delayMs: () => FLUSH_AFTER_MS,
  });
  private databaseIsAway = false;

  constructor(
    private readonly rows: ReferenceRows,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly redaction: SecretRedaction,
    @Inject(timelineConfig.token) private readonly config: TimelineConfig,
  ) {}

  /**
   * Notes that the request or job at hand is about these things: `note({ order_id: '42' })`. Outside of any, nothing is
   * noted. Names are written in snake case; what is secret or personal is left out, see `docs/timeline.md`.
   */
  note(references: Readonly<Record<string, unknown>>): void {
    this.add(namedReferences(references));
  }

  /** Notes those fields of an object that refer to something, by their names: of metadata, of an event's data. */
  noteAmong(fields: unknown, work?: NotedWork): void {
    this.add(referencesAmong(fields), work);
  }

  /** Whether this process has noted anything for a request of late. */
  isNoted(id: string | undefined): boolean {
    return id !== undefined && this.requests.has(id);
  }

  /** Writes what waits. Resolves when it is written, or when the database turns out to be away. */
  flush(): Promise<void> {
    return this.writeBehind.now();
  }

  /** After the last request was answered and the last job has run. */
  onApplicationShutdown(): Promise<void> {
    return this.writeBehind.last();
  }

  private add(references: readonly Reference[], work: NotedWork | undefined = workAtHand()): void {
    if (!work) return;
    const { eventId = null } = work;
    for (const { name, value } of references) {
      if (this.config.names.size > 0 && !this.config.names.has(name)) continue;
      if (this.redaction.redact(value) !== value) continue;
      this.requests.add(work.requestId);
      if (!this.noted.add(JSON.stringify([name, value, work.requestId, eventId]))) continue;
      this.waiting.push({ name, value, requestId: work.requestId, eventId, at: new Date() });
    }
    if (this.waiting.length >= BATCH_ROWS && !this.databaseIsAway) void this.writeBehind.now();
    else if (this.waiting.length > 0) this.writeBehind.soon();
    if (this.waiting.length > MAX_WAITING) this.waiting = this.waiting.slice(-MAX_WAITING);
  }

  private async write(): Promise<void> {
    while (this.waiting.length) {
      const batch = this.waiting.splice(0, BATCH_ROWS);
      try {
        await this.rows.insert(batch);
        this.databaseIsAway = false;
      } catch (error) {
        if (isDatabaseUnavailable(error)) return this.databaseWentAway(batch, error);
        const about = { event: 'timeline_references_rejected', rows: batch.length, err: error };
        this.logger.error(about, 'The database refused references of the timeline, which are lost');
      }
    }
  }

  private databaseWentAway(batch: readonly ReferenceRow[], error: unknown): void {
    this.waiting = [...batch, ...this.waiting].slice(-MAX_WAITING);
    if (this.databaseIsAway) return;
    this.databaseIsAway = true;
    const about = { event: 'timeline_references_waiting', err: error };
    this.logger.warn(about, 'References of the timeline wait in memory until the database is back');
  }
}

function workAtHand(): NotedWork | undefined {
  const id = requestId();
  return id === undefined ? undefined : { requestId: id };
}
