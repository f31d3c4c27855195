import { Injectable } from '@nestjs/common';
import {
  runWithDerivedKeys,
  runWithRequestId,
  runWithinLimits,
} from '../../platform/context/request-context.js';
import type { Transaction } from '../../platform/database/prisma.service.js';
import type { WebhookHandler } from '../handlers/webhook-handler.js';
import { WebhookSources } from '../sources/webhook-sources.js';
import { HandlerFailure, HandlerTimeoutError } from './handler-failure.js';
import type { StoredEvent } from './stored-event.js';

/** An event with its payload, as a handler gets it. */
export interface HandledEvent extends Omit<
  StoredEvent,
  'rawBody' | 'headers' | 'requestId' | 'traceparent' | 'status'
> {
  payload: unknown;
  attempt: number;
}

/** Calls handlers: within their time, and under the request id and the limits that their own calls inherit. */
@Injectable()
export class HandlerCalls {
  constructor(private readonly sources: WebhookSources) {}

  /**
   * The event for one run of a handler. Made anew for each, so that what one handler does to a payload is not seen by
   * another. Where its source fetches the payload, that is a call: not to be made while a transaction is open.
   * @throws HandlerFailure when the payload can be neither read nor fetched
   */
  async prepare(
    stored: StoredEvent,
    handler: WebhookHandler,
    attempt: number,
    stopping: AbortSignal,
  ): Promise<HandledEvent> {
    const {
      rawBody: _bytes,
      headers: _headers,
      status: _status,
      traceparent: _trace,
      requestId,
      ...event
    } = stored;
    const source = this.sources.get(stored.provider);
    try {
      const payload = source.fetchState
        ? await inTime(handler.timeoutMs, stopping, requestId, async (signal) =>
            source.fetchState?.(stored, signal),
          )
        : source.parse(stored);
      return { ...event, payload, attempt };
    } catch (error) {
      throw new HandlerFailure(error);
    }
  }

  /**
   * @param requestId of the delivery; of the first of a batch
   * @throws HandlerFailure when it throws, or its time is up
   */
  async call(
    handler: WebhookHandler,
    events: readonly HandledEvent[],
    requestId: string,
    tx: Transaction,
    stopping: AbortSignal,
  ): Promise<void> {
    const origin = `${events.map(({ id }) => id).join()} ${handler.name}`;
    const subject = handler.mode.kind === 'batch' ? { events } : { event: events[0] };
    try {
      await inTime(handler.timeoutMs, stopping, requestId, (signal) =>
        runWithDerivedKeys(origin, () => handler.run({ ...subject, tx, signal })),
      );
    } catch (error) {
      throw new HandlerFailure(error);
    }
  }
}

/** Runs `work` until it ends, its time is up or the process stops; it is told by its signal, and not waited for. */
async function inTime<T>(
  timeoutMs: number,
  stopping: AbortSignal,
  requestId: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  stopping.throwIfAborted();
  const { promise: cutShort, reject } = Promise.withResolvers<never>();
  // One controller, not AbortSignal.any and .timeout: for every event, those cost as much as half a statement.
  const controller = new AbortController();
  const abort = (reason: unknown) => {
    controller.abort(reason);
    reject(reason);
  };
  const stop = () => abort(stopping.reason);
  const timer = setTimeout(() => abort(new HandlerTimeoutError(timeoutMs)), timeoutMs);
  stopping.addEventListener('abort', stop, { once: true });
  const limits = { background: true, endsAtMs: performance.now() + timeoutMs };
  try {
    return await Promise.race([
      runWithRequestId(requestId, () => runWithinLimits(limits, () => work(controller.signal))),
      cutShort,
    ]);
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener('abort', stop);
  }
}
