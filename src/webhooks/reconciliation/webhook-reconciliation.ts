import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { NotConfiguredError } from '../../contracts/errors.js';
import type { EventLog, WebhookEnvelope } from '../../contracts/webhooks.js';
import { runWithRequestId, runWithinLimits } from '../../platform/context/request-context.js';
import { ApiError } from '../../platform/http/api-error.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { WebhookHandlers } from '../handlers/webhook-handlers.js';
import { EventLogs } from './event-logs.js';
import { inGroups } from './in-groups.js';
import { MissedEvents } from './missed-events.js';
import { ReconciliationRecords } from './reconciliation-records.js';

const MINUTE = 60_000;
/** How far before the known point a log is read again, in ms: what happened may enter it late, by another clock. */
const OVERLAP_MS = 10 * MINUTE;
/** How young an event may be to count as still on its way, in ms. It is left to the next run. */
const ON_ITS_WAY_MS = 2 * MINUTE;
/** How long one run may take, in ms: less than its job. */
const RUN_WITHIN_MS = 10 * MINUTE;
/** Events that are looked up in one statement. */
const COMPARED_AT_ONCE = 100;
/** Missed events that are held in memory to be put in order; beyond it, they are taken in piece by piece. */
const MAX_HELD = 10_000;

/** One comparison of a provider's log with what is here. */
interface Comparison {
  provider: string;
  requestId: string;
  began: Date;
  /** Events that are younger are left out. */
  until: Date;
}

/** Asks providers for events that never arrived, and takes them in as if they had. */
@Injectable()
export class WebhookReconciliation implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    private readonly logs: EventLogs,
    private readonly handlers: WebhookHandlers,
    private readonly records: ReconciliationRecords,
    private readonly missed: MissedEvents,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Cut short, a run is done again from where it began. */
  beforeApplicationShutdown(): void {
    this.stopping.abort(new Error('The service stops.'));
  }

  /** Compares every log that can be read and of which a handler takes events. What fails is tried again next time. */
  async runAll(): Promise<void> {
    const due = [...this.logs.all()].filter(
      ([provider, { configured }]) => configured && this.handlers.typesOf(provider).length,
    );
    await Promise.all(due.map(([provider, log]) => this.compareOnSchedule(provider, log)));
  }

  /**
   * Compares one provider's log with what is here, now.
   * @param since where to begin, also before what is known to be complete; then events that may still be on their way
   *   are taken, too. `undefined`: where the last run ended
   * @returns how many events had not arrived
   * @throws ApiError NOT_FOUND for a provider without a log, CONFLICT for one without a handler, NotConfiguredError for
   *   one without credentials; what a call to the provider throws
   */
  async run(provider: string, since: Date | undefined): Promise<number> {
    const log = this.logs.get(provider);
    if (!log.configured) {
      const message = `There are no credentials to read the events of ${provider} with. Set those of its API.`;
      throw new NotConfiguredError(message, { provider, operation: 'webhooks.reconcile' });
    }
    if (!this.handlers.typesOf(provider).length) {
      throw new ApiError('CONFLICT', `No handler takes events of ${provider}, so none are asked for.`);
    }
    return this.compare(provider, log, since);
  }

  private async compareOnSchedule(provider: string, log: EventLog): Promise<void> {
    try {
      await this.compare(provider, log, undefined);
    } catch (error) {
      this.logger.warn(
        { event: 'webhook_reconciliation_failed', provider, err: error },
        'The next run begins where this one began',
      );
    }
  }

  /** Whoever asked for it over HTTP need not wait as long as it takes: it goes on without them. */
  private compare(provider: string, log: EventLog, since: Date | undefined): Promise<number> {
    const requestId = `reconciliation:${randomUUID()}`;
    const began = new Date();
    const comparison = { provider, requestId, began, until: since ? began : earlier(began, ON_ITS_WAY_MS) };
    return runWithRequestId(requestId, () =>
      runWithinLimits({ background: true }, () => this.compareFrom(since, comparison, log)),
    );
  }

  private async compareFrom(since: Date | undefined, comparison: Comparison, log: EventLog): Promise<number> {
    const { provider, requestId, began, until } = comparison;
    const known = await this.records.reconciledUntil(provider, began);
    const from = since ?? (known && earlier(known, OVERLAP_MS));
    if (!from) return 0; // seen for the first time: its past is not ours
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(RUN_WITHIN_MS)]);
    const missed: WebhookEnvelope[] = [];
    let found = 0;
    const takeIn = async () => {
      found += await this.missed.takeIn({ provider, requestId, receivedAt: began, events: missed.splice(0) });
    };
    try {
      const events = log.events(from, this.handlers.typesOf(provider), signal);
      for await (const group of inGroups(events, COMPARED_AT_ONCE)) {
        signal.throwIfAborted();
        const arrived = group.filter(({ occurredAt }) => !occurredAt || occurredAt <= until);
        missed.push(...(await this.missed.among(provider, arrived)));
        if (missed.length >= MAX_HELD) await takeIn();
      }
      await takeIn();
    } catch (error) {
      await this.records.failed(provider, { began, found, error });
      throw error;
    }
    // What lies between the known point and a later `since` was not looked at.
    const complete = !known || from <= known;
    const reconciledUntil = complete ? earlier(began, ON_ITS_WAY_MS) : undefined;
    await this.records.succeeded(provider, { began, found, reconciledUntil });
    return found;
  }
}

function earlier(date: Date, ms: number): Date {
  return new Date(date.getTime() - ms);
}
