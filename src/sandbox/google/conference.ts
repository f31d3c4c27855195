import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { invalid } from './errors.js';
import type { EventFields } from './event-fields.js';

const MEET = 'hangoutsMeet';

const withRequest = z.object({
  createRequest: z.object({
    requestId: z.string().min(1),
    conferenceSolutionKey: z.object({ type: z.string() }).default({ type: MEET }),
  }),
});

const made = z.object({
  createRequest: z.object({ requestId: z.string() }),
  entryPoints: z.array(z.object({ entryPointType: z.string(), uri: z.string() })),
});

type ConferenceData = EventFields['conferenceData'];

/**
 * The conference of an event, with one made where it is asked for. A request that was carried out already makes no second.
 * @param version `0` where the client does not know of conferences: what it says of them is left out
 * @see https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing
 * @throws GoogleApiError 400 for a request that cannot be carried out
 */
export function conferenceOf(
  wish: ConferenceData,
  before: ConferenceData,
  version: '0' | '1',
): ConferenceData {
  if (version === '0') return before;
  if (wish?.['createRequest'] === undefined) return wish;
  const { data } = withRequest.safeParse(wish);
  if (data?.createRequest.conferenceSolutionKey.type !== MEET)
    throw invalid('Invalid conference type value.');
  const { requestId } = data.createRequest;
  const { data: present } = made.safeParse(before);
  return present?.createRequest.requestId === requestId ? before : newMeeting(requestId);
}

/** Where people meet by video. */
export function videoLink(conference: ConferenceData): string | undefined {
  const { data } = made.safeParse(conference);
  return data?.entryPoints.find(({ entryPointType }) => entryPointType === 'video')?.uri;
}

function newMeeting(requestId: string): ConferenceData {
  const code = [3, 4, 3].map(letters).join('-');
  const key = { type: MEET };
  return {
    createRequest: { requestId, conferenceSolutionKey: key, status: { statusCode: 'success' } },
    entryPoints: [
      { entryPointType: 'video', uri: `https://meet.google.com/${code}`, label: `meet.google.com/${code}` },
    ],
    conferenceSolution: { key, name: 'Google Meet' },
    conferenceId: code,
  };
}

function letters(count: number): string {
  return Array.from({ length: count }, () => String.fromCodePoint(97 + randomInt(26))).join('');
}
