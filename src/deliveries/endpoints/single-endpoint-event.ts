import { randomBytes } from 'node:crypto';
import type { Transaction } from '../../platform/database/prisma.service.js';
import { PING_TYPE } from '../events/event-type-names.js';
import { publishStatement, type StoredEvent } from '../events/publish-statement.js';
import type { EndpointRow } from './endpoint-row.js';
import { boundStrangerPings } from './stranger-pings.js';

/** To whom it goes. */
interface Addressee {
  readonly id: string;
  readonly tenant: string;
}

/** 192 bits: whoever answers it has got the ping. */
const CHALLENGE_BYTES = 24;

/**
 * Asks an endpoint whether it is there. An unproved one proves by an answer with the challenge in it that whoever entered
 * its URL can act for it.
 * @returns the event's id
 * @throws RateLimitError for an unproved one, when too many of the tenant's were pinged
 */
export async function publishPing(
  endpoint: Addressee & Pick<EndpointRow, 'url' | 'ownership'>,
  tx: Transaction,
): Promise<string> {
  if (endpoint.ownership === 'unproved') await boundStrangerPings(endpoint.tenant, tx);
  const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
  return publishTo(endpoint, PING_TYPE, { endpoint_id: endpoint.id, url: endpoint.url, challenge }, tx);
}

/**
 * Publishes an event for one endpoint alone, whatever it wants.
 * @param data JSON
 * @returns the event's id
 */
export async function publishTo(
  { id, tenant }: Addressee,
  type: string,
  data: unknown,
  tx: Transaction,
): Promise<string> {
  const event = { type, tenant, data: JSON.stringify(data) };
  const { text, values } = publishStatement(event, { endpointId: id });
  const [stored] = await tx.$queryRawUnsafe<StoredEvent[]>(text, ...values);
  if (!stored) throw new Error(`The event ${type} for endpoint ${id} was not stored.`);
  return stored.id;
}
