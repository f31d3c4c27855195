import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { SpanKind, trace } from '@opentelemetry/api';
import { runRequest } from '../../platform/context/request-context.js';
import { isDatabaseUnavailable } from '../../platform/database/database-errors.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { inSpan, type NewSpan } from '../../platform/tracing/in-span.js';
import { deliveriesConfig, type DeliveriesConfig } from '../deliveries.config.js';
import { Attempts } from './attempts.js';
import { Claims } from './claims.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import type { DueDelivery } from './due-delivery.js';
import { EndpointCounts } from './endpoint-counts.js';
import { EndpointStates } from './endpoint-states.js';
import { nextAttempt, type EndedAttempt, type Verdict } from './next-attempt.js';
import { withProof } from './ownership-proof.js';
import { Receivers } from './receivers.js';
import { Settlements } from './settlements.js';

/** When something that could not be sent, for a reason of our own, is looked at again, in ms. */
const HELD_MS = 30_000;

/** Between two tries to write down how an attempt ended, in ms. */
const SETTLE_AGAIN_MS = 1_000;

/** What was learnt of the endpoint. */
export interface Delivered {
  /** Whether it took the event; `undefined` when it was not asked. */
  readonly success: boolean | undefined;
  readonly durationMs: number;
}

/** One delivery that was claimed: sent, judged and written down. */
@Injectable()
export class Delivering {
  constructor(
    private readonly receivers: Receivers,
    private readonly attempts: Attempts,
    private readonly settlements: Settlements,
    private readonly claims: Claims,
    private readonly states: EndpointStates,
    private readonly counts: EndpointCounts,
    private readonly metrics: DeliveryMetrics,
    @Inject(deliveriesConfig.token) private readonly config: DeliveriesConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never throws: what cannot be written down comes back when its lease is over. */
  async run(delivery: DueDelivery, signal: AbortSignal): Promise<Delivered> {
    const startedMs = performance.now();
    try {
      return await runRequest(delivery.requestId ?? randomUUID(), { background: true }, () =>
        inSpan(deliverySpan(delivery), () => this.deliver(delivery, signal)),
      );
    } catch (error) {
      this.logger.error(
        { event: 'delivery_not_settled', delivery_id: delivery.id, err: error },
        'A delivery could not be sent or written down; it comes back when its lease is over',
      );
      return { success: undefined, durationMs: performance.now() - startedMs };
    }
  }

  private async deliver(delivery: DueDelivery, signal: AbortSignal): Promise<Delivered> {
    const receiver = await this.receivers.get(delivery.endpointId, delivery.endpointVersion);
    if (!receiver) {
      await this.claims.release([delivery.id], 0);
      return { success: undefined, durationMs: 0 };
    }
    const startedAt = new Date();
    const startedMs = performance.now();
    const outcome = await this.attempts.send(delivery, receiver, signal);
    const durationMs = Math.round(performance.now() - startedMs);
    if (outcome.kind === 'held') {
      await this.claims.release([delivery.id], signal.aborted ? 0 : HELD_MS);
      return { success: undefined, durationMs };
    }
    const verdict = this.judge(delivery, withProof(delivery, receiver.url, outcome));
    trace.getActiveSpan()?.setAttribute('hookline.outcome', verdict.outcome);
    await this.settle(delivery, verdict, startedAt, durationMs);
    const success = verdict.outcome === 'delivered';
    this.counts.count(delivery.endpointId, success, startedAt);
    const lagMs = delivery.number === 1 ? startedAt.getTime() - delivery.publishedAt.getTime() : undefined;
    this.metrics.attempted(verdict.outcome, durationMs, lagMs);
    if (verdict.outcome === 'dead') this.logDead(delivery, verdict);
    await this.states.note(delivery, verdict);
    return { success, durationMs };
  }

  private judge(delivery: DueDelivery, ended: EndedAttempt): Verdict {
    // Nobody has said that whoever is at an unproved URL wants to hear of us: one ping is one request.
    const delaysMs = delivery.unproved ? [] : this.config.retryDelaysMs;
    const verdict = nextAttempt(delivery, ended, delaysMs, Math.random());
    // Nor that whoever entered it may read what is there, which they could: it may be shown to Hookline's address alone.
    return delivery.unproved ? { ...verdict, answer: null } : verdict;
  }

  /** While the database is away, as long as nobody else has taken the delivery over: the endpoint would get it twice. */
  private async settle(
    delivery: DueDelivery,
    verdict: Verdict,
    startedAt: Date,
    durationMs: number,
  ): Promise<void> {
    const { outcome, againInMs, status, error, answer } = verdict;
    const untilMs = startedAt.getTime() + this.claims.leaseMs;
    for (;;) {
      try {
        await this.settlements.add({
          delivery,
          outcome,
          againInMs,
          status,
          error,
          answer,
          startedAt,
          durationMs,
        });
        return;
      } catch (failure) {
        if (!isDatabaseUnavailable(failure) || Date.now() + SETTLE_AGAIN_MS > untilMs) throw failure;
        await sleep(SETTLE_AGAIN_MS);
      }
    }
  }

  private logDead({ id, endpointId, eventId, type, number }: DueDelivery, { error }: Verdict): void {
    this.logger.warn(
      {
        event: 'delivery_dead',
        delivery_id: id,
        endpoint_id: endpointId,
        event_id: eventId,
        type,
        attempts: number,
        error,
      },
      'A delivery rests in the dead letter',
    );
  }
}

/** An attempt at a delivery, in the trace in which its event was published, however many endpoints that went to. */
function deliverySpan({
  id,
  endpointId,
  eventId,
  type,
  number,
  requestId,
  traceparent,
}: DueDelivery): NewSpan {
  return {
    name: 'deliver event',
    kind: SpanKind.CONSUMER,
    parent: traceparent,
    attributes: {
      'hookline.event_type': type,
      'hookline.event_id': eventId,
      'hookline.delivery_id': id,
      'hookline.endpoint_id': endpointId,
      'hookline.attempt': number,
      ...(requestId !== null && { 'hookline.request_id': requestId }),
    },
  };
}
