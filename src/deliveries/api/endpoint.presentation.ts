import type { Endpoint } from '../../contracts/events.js';

/** An endpoint on the wire. */
export function presentEndpoint(endpoint: Endpoint) {
  return {
    id: endpoint.id,
    tenant: endpoint.tenant,
    url: endpoint.url,
    description: endpoint.description,
    event_types: endpoint.eventTypes,
    enabled: endpoint.enabled,
    disabled_reason: endpoint.disabledReason,
    disabled_at: endpoint.disabledAt,
    paused: endpoint.paused,
    ownership: endpoint.ownership,
    api_version: endpoint.apiVersion,
    payload: endpoint.payload,
    ordered: endpoint.ordered,
    plain_signature: endpoint.plainSignature,
    rate_limit: endpoint.rateLimit,
    header_names: endpoint.headerNames,
    failing_since: endpoint.failingSince,
    held_until: endpoint.heldUntil,
    created_at: endpoint.createdAt,
    updated_at: endpoint.updatedAt,
  };
}
