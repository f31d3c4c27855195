import { Inject, Injectable } from '@nestjs/common';
import { CircuitOpenError, IntegrationError } from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';
import type { ReceiverRoad } from '../../outbound/receivers/receiver-road.js';
import { whyUnanswered } from '../../outbound/receivers/why-unanswered.js';
import { DELIVERY_ROAD } from './delivery-road.js';
import type { DueDelivery } from './due-delivery.js';
import { messageFor } from './message.js';
import type { Receiver } from './receivers.js';

/** What came of one POST. */
export type AttemptOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The beginning of it. */
      readonly answer: string;
      /** How long it asks to be left alone, in ms. */
      readonly retryAfterMs: number | undefined;
      /** Why it is no success although its status says so. */
      readonly refusal?: string;
    }
  | { readonly kind: 'unanswered'; readonly error: string }
  /** It did not leave, for a reason of our own: it counts as no attempt. */
  | { readonly kind: 'held' };

/** Sends one delivery once. */
@Injectable()
export class Attempts {
  constructor(@Inject(DELIVERY_ROAD) private readonly road: ReceiverRoad) {}

  /** @param signal gives it up */
  async send(delivery: DueDelivery, receiver: Receiver, signal: AbortSignal): Promise<AttemptOutcome> {
    const { headers, body } = messageFor(delivery, receiver, new Date());
    try {
      const response = await this.road.post({
        url: receiver.url,
        headers,
        body,
        receiver: delivery.endpointId,
        signal,
      });
      return answered(response);
    } catch (error) {
      if (signal.aborted || error instanceof CircuitOpenError) return { kind: 'held' };
      if (!(error instanceof IntegrationError)) throw error;
      return { kind: 'unanswered', error: whyUnanswered(error) };
    }
  }
}

function answered({ status, headers, body }: OutboundResponse): AttemptOutcome {
  return {
    kind: 'answered',
    status,
    answer: Buffer.from(body).toString('utf8'),
    retryAfterMs: statedWaitMs(headers, Date.now()),
  };
}
