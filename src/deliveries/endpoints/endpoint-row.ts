import type { Endpoint } from '../../contracts/events.js';
import type { Endpoint as Row } from '../../platform/database/generated/client.js';
import { ApiError } from '../../platform/http/api-error.js';
import type { SealedBox } from '../../platform/secrets/sealed-box.js';
import { openHeaders } from './endpoint-secrets.js';

/** An endpoint as it lies in the database. */
export type EndpointRow = Row;

/** An endpoint as it may be shown: of what is sealed, the names of its headers alone. */
export function toEndpoint(row: EndpointRow, box: SealedBox): Endpoint {
  return {
    id: row.id,
    tenant: row.tenant,
    url: row.url,
    description: row.description,
    eventTypes: row.eventTypes,
    enabled: row.enabled,
    disabledReason: row.disabledReason,
    disabledAt: row.disabledAt,
    paused: row.paused,
    ownership: row.ownership,
    apiVersion: row.apiVersion,
    payload: row.payload,
    ordered: row.ordered,
    plainSignature: row.plainSignature,
    rateLimit: row.rateLimit,
    headerNames: Object.keys(openHeaders(box, row)),
    failingSince: row.failingSince,
    heldUntil: row.heldUntil,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

export function endpointNotFound(id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no endpoint ${id}. See GET /v1/endpoints.`);
}
