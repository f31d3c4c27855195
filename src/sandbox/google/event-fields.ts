import { z } from 'zod';
import { GoogleApiError } from './errors.js';

const EVENT_TYPES = [
  'default',
  'birthday',
  'focusTime',
  'fromGmail',
  'outOfOffice',
  'workingLocation',
] as const;

/** `date` for a whole day, or else `dateTime` with its zone. */
const time = z.object({
  date: z.string().optional(),
  dateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

const person = z.object({
  email: z.string(),
  displayName: z.string().optional(),
  optional: z.boolean().optional(),
  resource: z.boolean().optional(),
  responseStatus: z.enum(['needsAction', 'declined', 'tentative', 'accepted']).default('needsAction'),
  comment: z.string().optional(),
  additionalGuests: z.int().optional(),
});

const properties = z.record(z.string(), z.string());

/**
 * What clients write into an event. Everything else that they send is left out, as Google does.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events#resource
 */
export const eventFields = z.object({
  status: z.enum(['confirmed', 'tentative', 'cancelled']).default('confirmed'),
  summary: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  colorId: z.string().optional(),
  start: time.optional(),
  end: time.optional(),
  recurrence: z.array(z.string()).optional(),
  transparency: z.enum(['opaque', 'transparent']).optional(),
  visibility: z.enum(['default', 'public', 'private', 'confidential']).optional(),
  attendees: z.array(person).optional(),
  extendedProperties: z.object({ private: properties.optional(), shared: properties.optional() }).optional(),
  conferenceData: z.looseObject({}).optional(),
  anyoneCanAddSelf: z.boolean().optional(),
  guestsCanInviteOthers: z.boolean().optional(),
  guestsCanModify: z.boolean().optional(),
  guestsCanSeeOtherGuests: z.boolean().optional(),
  reminders: z
    .object({
      useDefault: z.boolean().default(false),
      overrides: z
        .array(z.object({ method: z.enum(['email', 'popup']), minutes: z.int().min(0).max(40_320) }))
        .max(5)
        .optional(),
    })
    .default({ useDefault: true }),
  source: z.object({ url: z.url({ protocol: /^https?$/ }), title: z.string().optional() }).optional(),
  attachments: z
    .array(z.looseObject({ fileUrl: z.string() }))
    .max(25)
    .optional(),
  eventType: z.enum(EVENT_TYPES).default('default'),
});

export type EventFields = z.output<typeof eventFields>;
export type TimeField = z.output<typeof time>;
export type Attendee = z.output<typeof person>;

/** @throws GoogleApiError 400 for a field that is not of its type */
export function readEventFields(body: unknown): EventFields {
  const { data, error } = eventFields.safeParse(withoutNulls(body));
  if (data) return data;
  const [issue] = error.issues;
  throw new GoogleApiError(400, 'invalid', `Invalid value for: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** What a patch leaves: objects are merged, lists replaced, and `null` takes a field away. */
export function patched(current: unknown, patch: unknown): unknown {
  if (!isObject(current) || !isObject(patch)) return patch;
  const changed = Object.entries(patch).map(
    ([name, value]) => [name, patched(current[name], value)] as const,
  );
  return { ...current, ...Object.fromEntries(changed) };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
