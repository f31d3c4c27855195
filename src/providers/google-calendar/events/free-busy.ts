import { z } from 'zod';
import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import type { FreeBusy, FreeBusyQuery } from '../../../contracts/calendars.js';
import {
  NotFoundError,
  ProviderError,
  ProviderUnavailableError,
  ResponseFormatError,
} from '../../../contracts/errors.js';

/** How many calendars Google looks into at once. */
const MOST_CALENDARS = 50;

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** @see https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query */
const answer = z.object({
  calendars: z.record(
    z.string(),
    z.object({
      busy: z.array(z.object({ start: moment, end: moment })).default([]),
      errors: z.array(z.object({ reason: z.string() })).default([]),
    }),
  ),
});

type Busy = FreeBusy['busy'][number];

/**
 * When calendars have something, in their order.
 * @throws NotFoundError naming the calendar that Google does not have or show
 */
export async function readFreeBusy(
  google: ApiOperation,
  calendarIds: readonly string[],
  { from, to }: FreeBusyQuery,
): Promise<readonly FreeBusy[]> {
  const found: FreeBusy[] = [];
  for (let first = 0; first < calendarIds.length; first += MOST_CALENDARS) {
    const asked = calendarIds.slice(first, first + MOST_CALENDARS);
    const { calendars } = await google.call({
      method: 'POST',
      path: '/calendar/v3/freeBusy',
      json: { timeMin: from.toISOString(), timeMax: to.toISOString(), items: asked.map((id) => ({ id })) },
      // It only reads.
      safety: { by: 'upsert' },
      answer,
    });
    for (const id of asked) found.push(freeBusyOf(google, id, calendars[id]));
  }
  return found;
}

function freeBusyOf(
  google: ApiOperation,
  calendarId: string,
  told: z.output<typeof answer>['calendars'][string] | undefined,
): FreeBusy {
  const about = google.describe();
  if (!told) {
    throw new ResponseFormatError(`Google said nothing about the calendar ${calendarId}.`, about);
  }
  const [failed] = told.errors;
  if (!failed)
    return { calendarId, busy: merged(told.busy.map(({ start, end }) => ({ from: start, to: end }))) };
  if (failed.reason === 'notFound') {
    throw new NotFoundError(
      `Google has no calendar ${calendarId}, or does not show it to this account. Share it with the account first.`,
      about,
    );
  }
  const message = `Google could not look into the calendar ${calendarId} (${failed.reason}).`;
  if (failed.reason === 'internalError') {
    throw new ProviderUnavailableError(`${message} Try again later.`, about);
  }
  throw new ProviderError(message, about);
}

/** In the order of time, none overlapping. */
function merged(periods: readonly Busy[]): readonly Busy[] {
  const apart: Busy[] = [];
  for (const period of periods.toSorted((one, other) => one.from.getTime() - other.from.getTime())) {
    const last = apart.at(-1);
    if (!last || period.from > last.to) apart.push(period);
    else if (period.to > last.to) apart.splice(-1, 1, { from: last.from, to: period.to });
  }
  return apart;
}
