import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ValidationError, type FieldIssue } from '../../contracts/errors.js';
import type { NewEvent } from '../../contracts/events.js';
import { ApiError } from '../../platform/http/api-error.js';
import { eventFields, idempotencyKey, productType } from './event-fields.js';
import { JSON_ISSUE, jsonText } from './json-text.js';
import type { EventToStore } from './publish-statement.js';

const form = z.object({ ...eventFields, type: productType, idempotencyKey: idempotencyKey.optional() });

/**
 * An event as it is stored, its form checked.
 * @param maxBytes of JSON, its data and all versions together
 * @throws ValidationError with the fields that are wrong
 * @throws ApiError PAYLOAD_TOO_LARGE
 */
export function eventToPublish(event: NewEvent, maxBytes: number): EventToStore {
  const { type, tenant, subject } = event;
  const issues: FieldIssue[] = (form.safeParse(event).error?.issues ?? []).map(({ path, message }) => ({
    field: path.join('.'),
    issue: message,
  }));
  const written = (value: unknown, field: string) => {
    const text = jsonText(value);
    if (text === undefined) issues.push({ field, issue: JSON_ISSUE });
    return text ?? 'null';
  };
  const data = written(event.data, 'data');
  const versions = event.versions && versionsText(event.versions, written);
  if (issues.length > 0) {
    const fields = issues.map(({ field }) => field).join(', ');
    const message = `The event is not valid: see ${fields}.`;
    throw new ValidationError(message, { provider: 'hookline', operation: 'events.publish' }, issues);
  }
  refuseTooLarge(Buffer.byteLength(data) + Buffer.byteLength(versions ?? ''), maxBytes, type);
  const checked = { type, tenant, subject, data, versions };
  if (event.idempotencyKey === undefined) return checked;
  return { ...checked, idempotencyKey: event.idempotencyKey, fingerprint: fingerprintOf(checked) };
}

function versionsText(
  versions: Readonly<Record<string, unknown>>,
  written: (value: unknown, field: string) => string,
): string | undefined {
  const parts = Object.entries(versions).map(
    ([version, data]) => `${JSON.stringify(version)}:${written(data, `versions.${version}`)}`,
  );
  return parts.length > 0 ? `{${parts.join(',')}}` : undefined;
}

function refuseTooLarge(bytes: number, maxBytes: number, type: string): void {
  if (bytes <= maxBytes) return;
  throw new ApiError(
    'PAYLOAD_TOO_LARGE',
    `The data of ${type}, with all its versions, has ${bytes} bytes, and EVENT_MAX_BYTES allows ${maxBytes}. ` +
      'Send less, such as the ids by which a receiver can ask for the rest.',
  );
}

/** A digest of what an event says, in whatever order its fields are. */
function fingerprintOf({ type, subject, data, versions }: EventToStore): Uint8Array<ArrayBuffer> {
  const said = [type, subject ?? null, inOrder(data), versions === undefined ? null : inOrder(versions)];
  return new Uint8Array(createHash('sha256').update(JSON.stringify(said)).digest());
}

/** The value of a JSON text, the fields of its objects sorted. */
function inOrder(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
