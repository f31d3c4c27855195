import type { ContactRow } from './rows.js';

/** What comes without being asked for. @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide */
const DEFAULTS = ['email', 'firstname', 'lastname'];

/**
 * A contact as HubSpot shows it: with the properties that were asked for, `null` where it has none. Names that are no
 * properties are passed over.
 */
export function contactAnswer(row: ContactRow, asked: readonly string[] = []): object {
  const own = ownProperties(row);
  const names = [...(asked.length > 0 ? asked : DEFAULTS), ...Object.keys(own)];
  const values: Record<string, string> = { ...row.properties, ...own };
  return {
    ...envelope(row),
    properties: Object.fromEntries(names.map((name) => [name, values[name] ?? null])),
  };
}

/** A contact after a write: with what was written, and not with the rest. */
export function writtenAnswer(row: ContactRow, written: readonly string[], traceId?: string): object {
  const values = written.map((name) => [name, row.properties[name] ?? '']);
  return {
    ...envelope(row),
    properties: { ...Object.fromEntries(values), ...ownProperties(row) },
    ...(traceId !== undefined && { objectWriteTraceId: traceId }),
  };
}

/** The value of any property, as filters and sorts see it. */
export function valueOf(row: ContactRow, property: string): string | undefined {
  return row.properties[property] ?? ownProperties(row)[property];
}

function envelope({ id, createdAt, updatedAt, archived }: ContactRow): object {
  return { id, createdAt: iso(createdAt), updatedAt: iso(updatedAt), archived };
}

function ownProperties({ id, createdAt, updatedAt }: ContactRow): Record<string, string> {
  return { createdate: iso(createdAt), lastmodifieddate: iso(updatedAt), hs_object_id: id };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
