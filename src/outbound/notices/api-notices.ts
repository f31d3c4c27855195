import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { requestId } from '../../platform/context/request-context.js';
import { isDatabaseUnavailable } from '../../platform/database/database-errors.js';
import { WriteBehind } from '../../platform/database/write-behind.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import type { ApiNoticeListener, Deprecation, Drift } from './api-notice.js';
import { logNotice } from './api-notice-log.js';
import { ApiNoticeMetrics } from './api-notice-metrics.js';
import { ApiNoticeRecords, OTHER_PATHS, type NewNotice } from './api-notice-records.js';
import { storableName, storableSample } from './api-notice-text.js';
import { ToldNotices } from './told-notices.js';

/** Notices that wait for the database. Further ones are logged and let go: they come again within a day. */
const MAX_WAITING = 1_000;
/** How long until the next try while the database is away, in ms. */
const RETRY_AFTER_MS = 30_000;

/** A notice on its way to the database. */
interface WaitingNotice {
  readonly notice: NewNotice;
  /** The request or job in which it was seen. */
  readonly requestId: string | undefined;
  isLogged: boolean;
}

/**
 * Reports what providers' APIs tell of their future, each thing once over all replicas and restarts: whoever writes the
 * row of the table logs and counts it. A call only asks this process's memory; rows are written later. While the database
 * is away a notice is logged at once, and written when it is back.
 */
@Injectable()
export class ApiNotices implements ApiNoticeListener, OnApplicationShutdown {
  private readonly told = new ToldNotices();
  private readonly waiting: WaitingNotice[] = [];
  private databaseIsAway = false;
  private readonly writeBehind = new WriteBehind({
    isEmpty: () => this.waiting.length === 0,
    write: () => this.write(),
    delayMs: () => (this.databaseIsAway ? RETRY_AFTER_MS : 0),
  });

  constructor(
    private readonly records: ApiNoticeRecords,
    private readonly metrics: ApiNoticeMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  drifted(provider: string, operation: string, drifts: readonly Drift[]): void {
    const told = this.told.of(provider, operation);
    for (const drift of drifts) {
      const news = told.tell(drift.kind, drift.path);
      if (news === 'known') continue;
      this.note({
        provider: storableName(provider),
        operation: storableName(operation),
        kind: drift.kind,
        path: news === 'more' ? OTHER_PATHS : storableName(drift.path),
        sample: storableSample(drift),
        link: null,
        deprecatedAt: null,
        sunsetAt: null,
      });
    }
  }

  deprecated(provider: string, operation: string, endpoint: string, deprecation: Deprecation): void {
    const { deprecatedAt = null, sunsetAt = null, link = null } = deprecation;
    // To the day: there are APIs whose end is always the same time ahead.
    const thing = `${sunsetAt?.toISOString().slice(0, 10) ?? ''} ${endpoint}`;
    const news = this.told.of(provider, operation).tell('deprecated', thing);
    if (news === 'known') return;
    this.note({
      provider: storableName(provider),
      operation: storableName(operation),
      kind: 'deprecated',
      path: news === 'more' ? OTHER_PATHS : storableName(endpoint),
      sample: null,
      link,
      deprecatedAt,
      sunsetAt,
    });
  }

  /** Writes what waits. Resolves when it is written, or when the database turns out to be away. */
  flush(): Promise<void> {
    return this.writeBehind.now();
  }

  /** After the last request was answered and the last job has run. */
  onApplicationShutdown(): Promise<void> {
    return this.writeBehind.last();
  }

  private note(notice: NewNotice): void {
    const waiting: WaitingNotice = { notice, requestId: requestId(), isLogged: false };
    const isFull = this.waiting.length >= MAX_WAITING;
    if (isFull || this.databaseIsAway) this.log(waiting);
    if (!isFull) this.waiting.push(waiting);
    this.writeBehind.soon();
  }

  private async write(): Promise<void> {
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      try {
        const path = await this.records.add(next.notice);
        if (path !== undefined) this.report(next, path);
      } catch (error) {
        if (await this.isAway(error)) return this.databaseWentAway();
        this.log(next);
        this.logger.error({ event: 'api_notice_rejected', err: error }, 'The database refused a notice');
      }
      this.databaseIsAway = false;
      this.waiting.shift();
    }
  }

  /** Drivers have many words for an outage. In doubt, the database itself tells whether it or the row is to blame. */
  private async isAway(error: unknown): Promise<boolean> {
    return isDatabaseUnavailable(error) || !(await this.records.databaseAnswers());
  }

  private databaseWentAway(): void {
    this.databaseIsAway = true;
    for (const waiting of this.waiting) this.log(waiting);
  }

  /** @param path the one it stands under in the table */
  private report(waiting: WaitingNotice, path: string): void {
    const { provider, kind } = waiting.notice;
    this.metrics.noticed(provider, kind);
    this.log(waiting, path);
  }

  /** Logs a notice, unless that is done. */
  private log(waiting: WaitingNotice, path = waiting.notice.path): void {
    if (waiting.isLogged) return;
    waiting.isLogged = true;
    logNotice(this.logger, { ...waiting.notice, path }, waiting.requestId);
  }
}
