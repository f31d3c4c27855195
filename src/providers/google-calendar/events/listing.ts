import type { ListEvents } from '../../../contracts/calendars.js';
import type { FieldIssue } from '../../../contracts/errors.js';
import { isMoment } from './times.js';

const DEFAULT_PAGE_SIZE = 250;
const LARGEST_PAGE = 2_500;

const MOMENT_WANTED = 'must be a moment between the years 1 and 9999';

/** What is wrong with a wish for a page of events. */
export function listingIssues({ from, to, search, pageSize = 1, pageToken }: ListEvents): FieldIssue[] {
  const issues = rangeIssues(from, to);
  if (search?.trim() === '') issues.push({ field: 'search', issue: 'must be words to look for' });
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > LARGEST_PAGE) {
    issues.push({ field: 'pageSize', issue: `must be a whole number from 1 to ${LARGEST_PAGE}` });
  }
  if (pageToken === '') issues.push({ field: 'pageToken', issue: 'must be the nextPageToken of a page' });
  return issues;
}

/** What is wrong with a span of time, either end of which may be open. */
export function rangeIssues(from: Date | undefined, to: Date | undefined): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (from && !isMoment(from)) issues.push({ field: 'from', issue: MOMENT_WANTED });
  if (to && !isMoment(to)) issues.push({ field: 'to', issue: MOMENT_WANTED });
  if (issues.length === 0 && from && to && to <= from) {
    issues.push({ field: 'to', issue: 'must be after from' });
  }
  return issues;
}

/** The same wish in Google's parameters. @see https://developers.google.com/workspace/calendar/api/v3/reference/events/list */
export function listingQuery({
  from,
  to,
  search,
  expandRecurring = true,
  pageSize = DEFAULT_PAGE_SIZE,
  pageToken,
}: ListEvents): Readonly<Record<string, string | undefined>> {
  return {
    timeMin: from?.toISOString(),
    timeMax: to?.toISOString(),
    q: search,
    singleEvents: String(expandRecurring),
    // Google puts in the order of time only what it has expanded.
    orderBy: expandRecurring ? 'startTime' : undefined,
    maxResults: String(pageSize),
    pageToken,
  };
}
