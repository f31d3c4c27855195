import type { WebhookHeaders } from '../../../contracts/webhooks.js';

/** Where an event says something of itself: `header:X-GitHub-Delivery`, or `body:event.type` in its JSON. */
export type FieldLocation = `header:${string}` | `body:${string}`;

export type Field = { header: string } | { path: readonly string[] };

/** @returns `undefined` when it is no {@link FieldLocation} */
export function parseFieldLocation(location: string): Field | undefined {
  const [, place, name = ''] = /^(header|body):(.+)$/.exec(location) ?? [];
  if (place === 'header') return isHeaderName(name) ? { header: name.toLowerCase() } : undefined;
  const path = name.split('.');
  return place === 'body' && path.every(Boolean) ? { path } : undefined;
}

/** A token of RFC 9110, section 5.6.2. */
export function isHeaderName(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

/**
 * What stands there, as text. Nothing for a whole number that JavaScript cannot hold exactly: two events with such ids
 * could be taken for one.
 */
export function readField(field: Field, headers: WebhookHeaders, json: unknown): string | undefined {
  const value = 'header' in field ? headers[field.header] : valueAt(json, field.path);
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

function valueAt(json: unknown, path: readonly string[]): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
