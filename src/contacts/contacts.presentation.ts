import type { Contact, ContactOutcome } from '../contracts/contacts.js';
import { failIfAllFailed, presentError } from '../platform/http/outcomes.js';

/** Contacts as the HTTP API shows them: `snake_case`, times in UTC, `null` for what is not known. */

export function presentContact(contact: Contact) {
  return {
    id: contact.id,
    provider: contact.provider,
    email: contact.email ?? null,
    external_id: contact.externalId ?? null,
    first_name: contact.firstName ?? null,
    last_name: contact.lastName ?? null,
    phone: contact.phone ?? null,
    company: contact.company ?? null,
    properties: contact.properties,
    created_at: contact.createdAt?.toISOString() ?? null,
    updated_at: contact.updatedAt?.toISOString() ?? null,
    raw: contact.raw,
  };
}

/**
 * What became of each of several, in their order.
 * @throws the error of the first when none could be done for a reason that lies in none of them
 */
export function presentOutcomes(outcomes: readonly ContactOutcome[]) {
  failIfAllFailed(outcomes);
  return outcomes.map(presentOutcome);
}

function presentOutcome(outcome: ContactOutcome) {
  if ('error' in outcome) return { id: null, created: null, error: presentError(outcome.error) };
  return { id: outcome.id, created: outcome.created ?? null, error: null };
}
