import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { WebhookSources } from '../sources/webhook-sources.js';
import type { IncomingEvent } from '../ingest/incoming-event.js';
import { WebhookHandlers, type OrderedHandler } from './webhook-handlers.js';

/** A place in the line of one handler and one key. */
export interface OrderLine {
  handler: string;
  key: string;
}

/** Finds the lines that an event stands in before it is committed, so that its place is there with it. */
@Injectable()
export class OrderLines {
  constructor(
    private readonly handlers: WebhookHandlers,
    private readonly sources: WebhookSources,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Empty for nearly all events. An event whose key cannot be told is stored all the same; its handler will fail. */
  of(id: string, event: IncomingEvent): readonly OrderLine[] {
    const ordered = this.handlers.orderedFor(event.provider, event.type);
    return ordered.flatMap((handler) => this.line(handler, id, event));
  }

  private line({ name, keyOf }: OrderedHandler, id: string, event: IncomingEvent): OrderLine[] {
    try {
      const connectionId = event.connectionId || undefined;
      const payload = this.sources.get(event.provider).parse({ ...event, connectionId });
      return [{ handler: name, key: keyOf({ ...event, id, connectionId, payload }) }];
    } catch (error) {
      this.logger.warn(
        { event: 'webhook_order_key_failed', webhook_event_id: id, handler: name, err: error },
        'The event is stored; its handler will fail until the key can be told',
      );
      return [];
    }
  }
}
