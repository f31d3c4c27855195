/** Where Google says that something is wrong, and the field of our input which that is. */
const OUR_NAMES: Readonly<Record<string, string>> = {
  address: 'address',
  attendees: 'attendees',
  description: 'description',
  end: 'end',
  location: 'location',
  maxResults: 'pageSize',
  pageToken: 'pageToken',
  q: 'search',
  recurrence: 'recurrence',
  start: 'start',
  summary: 'title',
  syncToken: 'syncToken',
  timeMax: 'to',
  timeMin: 'from',
  token: 'token',
};

/** The field of our input that Google means; `undefined` for what is none of the caller's. */
export function fieldOf(location: string | undefined): string | undefined {
  const [name = ''] = /^\w+/.exec(location ?? '') ?? [];
  return OUR_NAMES[name];
}
