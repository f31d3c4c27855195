import { z } from 'zod';
import type {
  Attendee,
  EventChange,
  EventInput,
  EventTime,
  Recurrence,
} from '../../../contracts/calendars.js';
import { NotFoundError, ValidationError, type FieldIssue } from '../../../contracts/errors.js';
import { recurrenceIssues } from './recurrence-checks.js';
import { spanIssues } from './times.js';

/** Provider and operation, as every error wants them. */
export interface About {
  provider: string;
  operation: string;
}

/** In characters. */
const LONGEST_TITLE = 1_024;

/** What may be an id of Google's: nothing that would become another address. */
const POSSIBLE_ID = /^(?!\.{1,2}$)[^\s\p{Cc}\p{Cs}]{1,1024}$/u;

/** What may be an entity tag, and stand in a header. */
const POSSIBLE_VERSION = /^[\x21-\x7e]{1,256}$/;

const email = z.email();

/** @throws ValidationError naming each field that is wrong */
export function refuse(issues: readonly FieldIssue[], about: About): void {
  if (issues.length === 0) return;
  const fields = issues.map(({ field }) => field).join(', ');
  throw new ValidationError(`What ${about.operation} was given is not valid: see ${fields}.`, about, issues);
}

/** @throws NotFoundError for ids that no calendar and no event can have */
export function checkIds({ calendarId, eventId }: { calendarId: string; eventId?: string }, about: About) {
  if (!POSSIBLE_ID.test(calendarId)) {
    throw new NotFoundError('There is no calendar of that id: it is none that Google gives.', about);
  }
  if (eventId !== undefined && !POSSIBLE_ID.test(eventId)) {
    throw new NotFoundError('There is no event of that id: it is none that Google gives.', about);
  }
}

/** @throws ValidationError naming each field that is wrong */
export function checkInput({ title, start, end, recurrence, attendees }: EventInput, about: About): void {
  refuse(
    [...titleIssues(title), ...timesIssues(start, end, recurrence), ...attendeeIssues(attendees)],
    about,
  );
}

/** @throws ValidationError naming each field that is wrong */
export function checkChange(change: EventChange, about: About): void {
  const { title, start, end, recurrence, attendees, ifVersion } = change;
  refuse(
    [
      ...(title === undefined ? [] : titleIssues(title)),
      ...timesIssues(start, end, recurrence),
      ...attendeeIssues(attendees),
      ...(ifVersion === undefined || POSSIBLE_VERSION.test(ifVersion)
        ? []
        : [{ field: 'ifVersion', issue: 'must be the version of an event' }]),
    ],
    about,
  );
}

function titleIssues(title: string): FieldIssue[] {
  if (title.trim().length > 0 && title.length <= LONGEST_TITLE) return [];
  return [{ field: 'title', issue: `must be 1 to ${LONGEST_TITLE} characters` }];
}

/** A recurrence is looked at only where the start that it counts from is known and good. */
function timesIssues(
  start: EventTime | undefined,
  end: EventTime | undefined,
  recurrence: Recurrence | null | undefined,
): FieldIssue[] {
  const issues = spanIssues({ ...(start && { start }), ...(end && { end }) });
  return issues.length > 0 || !start || !recurrence ? issues : recurrenceIssues(recurrence, start);
}

function attendeeIssues(attendees: readonly Attendee[] = []): FieldIssue[] {
  return attendees.flatMap((attendee, index) =>
    email.safeParse(attendee.email).success
      ? []
      : [{ field: `attendees.${index}.email`, issue: 'must be an e-mail address' }],
  );
}
