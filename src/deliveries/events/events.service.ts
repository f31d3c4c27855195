import { Inject, Injectable } from '@nestjs/common';
import { ConflictError, IdempotencyConflictError } from '../../contracts/errors.js';
import type { EventTransaction, NewEvent, PublishedEventReceipt } from '../../contracts/events.js';
import { TimelineReferences } from '../../platform/timeline/timeline-references.js';
import { EventCatalogue } from '../catalogue/event-catalogue.js';
import { deliveriesConfig, type DeliveriesConfig } from '../deliveries.config.js';
import { EventMetrics } from './event-metrics.js';
import { eventToPublish } from './event-to-publish.js';
import { noteEvent } from './event-references.js';
import {
  PublishedEvents,
  type EarlierEvent,
  type PublishedEventFilter,
  type PublishedEventSummary,
  type PublishedEventView,
} from './published-events.js';
import type { EventToStore } from './publish-statement.js';

const ABOUT = { provider: 'hookline', operation: 'events.publish' };

/** How an event is published. */
export interface PublishOptions {
  /** What is written with it happens together with the event, or neither does. @default the event alone */
  readonly tx?: EventTransaction;
}

/** The product's events, for its customers to hear of. */
@Injectable()
export class EventsService {
  constructor(
    private readonly events: PublishedEvents,
    private readonly catalogue: EventCatalogue,
    private readonly metrics: EventMetrics,
    private readonly references: TimelineReferences,
    @Inject(deliveriesConfig.token) private readonly config: DeliveriesConfig,
  ) {}

  /**
   * Stores an event together with its deliveries to the tenant's endpoints: in one round trip, within `tx` or in a
   * commit of its own. A second one under a key of the tenant is the first, as long as that is kept; finding it takes
   * another round trip. A type that is in the catalogue is checked against it; what was put in by the API is read every
   * ten seconds at most, over a connection of Hookline's own.
   * @throws ValidationError for a wrong event, before anything is stored
   * @throws ApiError PAYLOAD_TOO_LARGE beyond `EVENT_MAX_BYTES`
   * @throws IdempotencyConflictError when the key was used for an event that says something else
   */
  async publish(event: NewEvent, { tx }: PublishOptions = {}): Promise<PublishedEventReceipt> {
    const wanted = eventToPublish(event, this.config.maxBytes);
    const data: unknown = JSON.parse(wanted.data);
    await this.catalogue.check(wanted.type, data, Object.keys(event.versions ?? {}));
    noteEvent(this.references, wanted.subject, data);
    const added = await this.events.add(wanted, tx);
    if (added) this.metrics.published();
    const { id, createdAt, deliveries } = added ?? (await this.earlier(wanted, tx));
    return {
      id,
      type: wanted.type,
      tenant: wanted.tenant,
      subject: wanted.subject ?? null,
      createdAt,
      deliveries,
      duplicate: !added,
    };
  }

  /** One that was published and is still kept. */
  get(id: string): Promise<PublishedEventView | undefined> {
    return this.events.get(id);
  }

  /** A page, newest first, Hookline's own pings among them. `after` is the id of the last one seen. */
  list(filter: PublishedEventFilter, limit: number, after?: string): Promise<PublishedEventSummary[]> {
    return this.events.list(filter, limit, after);
  }

  private async earlier(
    { tenant, idempotencyKey = '', fingerprint = new Uint8Array() }: EventToStore,
    tx: EventTransaction | undefined,
  ): Promise<EarlierEvent> {
    const known = await this.events.byKey(tenant, idempotencyKey, tx);
    if (!known) {
      throw new ConflictError('The event of this idempotency key was just deleted. Publish it again.', ABOUT);
    }
    if (Buffer.from(known.fingerprint).equals(fingerprint)) return known;
    throw new IdempotencyConflictError(
      `The idempotency key was used before for the event ${known.id}, which says something else. ` +
        'Use a new key for a new event.',
      ABOUT,
    );
  }
}
