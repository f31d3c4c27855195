import { z } from 'zod';
import { DeliveryStatus } from '../../platform/database/generated/enums.js';
import { storedText } from '../../platform/http/text-field.js';
import { endpointId } from './endpoints.schemas.js';

/** What the routes of deliveries take, `snake_case` on the wire. */

const time = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-21T08:30:00Z' })
  .transform((text) => new Date(text));

const status = z.enum(DeliveryStatus, { error: 'must be pending, delivered, failed or dead' });

const finished = z.enum(['delivered', 'failed', 'dead'], { error: 'must be delivered, failed or dead' });

const page = { limit: z.coerce.number().int().min(1).max(100).default(20), cursor: z.uuid().optional() };

const filter = {
  event_id: z.uuid({ error: 'must be the id of an event' }).optional(),
  status: status.optional(),
  type: storedText(128).optional(),
  since: time.optional(),
  until: time.optional(),
};

const replayed = {
  since: time.optional(),
  until: time.optional(),
  cursor: z.uuid().optional(),
};

export const deliveryId = z.uuid({ error: 'must be the id of a delivery' });

export const listQuery = z
  .strictObject({
    ...filter,
    ...page,
    endpoint_id: endpointId.optional(),
    tenant: storedText(255).optional(),
  })
  .transform(({ limit, cursor: after, event_id: eventId, endpoint_id: id, ...rest }) => ({
    filter: { ...rest, eventId, endpointId: id },
    limit,
    after,
  }));
export type ListQuery = z.output<typeof listQuery>;

export const endpointListQuery = z
  .strictObject({ ...filter, ...page })
  .transform(({ limit, cursor: after, event_id: eventId, ...rest }) => ({
    filter: { ...rest, eventId },
    limit,
    after,
  }));
export type EndpointListQuery = z.output<typeof endpointListQuery>;

export const replayRequest = z
  .strictObject({
    ...replayed,
    endpoint_id: endpointId.optional(),
    status: z.array(finished).min(1).max(3).default(['failed', 'dead']),
  })
  .transform(({ cursor: after, endpoint_id: id, ...rest }) => ({
    filter: { ...rest, endpointId: id },
    after,
  }));
export type ReplayRequest = z.output<typeof replayRequest>;

export const endpointReplayRequest = z
  .strictObject({ ...replayed, status: z.array(finished).min(1).max(3).optional() })
  .transform(({ cursor: after, ...rest }) => ({ filter: rest, after }));
export type EndpointReplayRequest = z.output<typeof endpointReplayRequest>;

export const recoverRequest = z.strictObject({ since: time, cursor: z.uuid().optional() });
export type RecoverRequest = z.output<typeof recoverRequest>;
