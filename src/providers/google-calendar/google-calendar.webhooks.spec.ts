import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import { noConnections } from '../../../test/support/no-connections.js';
import { googleCalendarSigner, notificationHeaders } from '../../../test/support/google-calendar-webhooks.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookEnvelope,
} from '../../contracts/webhooks.js';
import type { GoogleCalendarChanges } from './webhooks/changes.js';
import { googleCalendarConfig } from './google-calendar.config.js';
import { readNotification } from './webhooks/notification.js';
import { GoogleCalendarWebhooks } from './google-calendar.webhooks.js';

const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
const message = (headers: Record<string, string> = {}) => lowerCase({ ...notificationHeaders(), ...headers });

// What is looked at here is the door, where nothing is fetched.
const source = new GoogleCalendarWebhooks(
  googleCalendarConfig.read(googleCalendarSigner.environment),
  undefined as unknown as GoogleCalendarChanges,
  noConnections,
);

function verify(headers: Record<string, string>, secrets = source.secrets): WebhookEnvelope | string {
  const request = {
    method: 'POST',
    url: 'https://hooks.example',
    rawBody: Buffer.alloc(0),
    receivedAt: new Date(),
  };
  try {
    const [envelope] = source.verify({ ...request, headers }, secrets);
    return envelope ?? 'nothing';
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    if (error instanceof MalformedWebhookError) return error.code;
    throw error;
  }
}

describe('a message of a channel', () => {
  it('says what is watched, and never where to fetch it', () => {
    const uri =
      'https://evil.example/calendar/v3/calendars/caf%C3%A9%40group.calendar.google.com/events?alt=json&eventTypes=default&eventTypes=focusTime&pageToken=x';
    const headers = message({ 'X-Goog-Resource-URI': uri, 'X-Goog-Message-Number': '10' });
    const notification = readNotification(headers);
    expect(notification).toEqual({
      channelId: headers['x-goog-channel-id'],
      messageNumber: 10,
      state: 'exists',
      resourceId: 'ret08u3rv24htgh289g',
      calendarId: 'café@group.calendar.google.com',
      eventTypes: ['default', 'focusTime'],
      expiresAt: new Date('2026-12-29T01:13:52Z'),
    });
    expect(JSON.stringify(notification)).not.toContain('evil.example');
  });

  it('may have no end', () => {
    const { 'x-goog-channel-expiration': _end, ...headers } = message();
    expect(readNotification(headers).expiresAt).toBeUndefined();
  });

  it.each([
    ['X-Goog-Resource-URI', 'https://www.googleapis.com/calendar/v3/users/me/calendarList'],
    ['X-Goog-Resource-URI', 'https://www.googleapis.com/calendar/v3/calendars/a/acl'],
    ['X-Goog-Resource-URI', 'https://www.googleapis.com/calendar/v3/calendars/../../../events'],
    ['X-Goog-Resource-URI', 'https://www.googleapis.com/calendar/v3/calendars/%2e%2e/events'],
    ['X-Goog-Resource-URI', 'https://www.googleapis.com/calendar/v3/calendars/%zz/events'],
    ['X-Goog-Resource-URI', 'not a url'],
    ['X-Goog-Resource-State', 'add'],
    ['X-Goog-Message-Number', '-1'],
    ['X-Goog-Channel-ID', 'two words'],
  ])('is not read when %s is %s', (name, value) => {
    expect(verify(message({ [name]: value }))).toBe('VALIDATION_ERROR');
  });
});

describe('the token', () => {
  it('may be any of ours, while it is rotated', () => {
    const headers = message();
    expect(verify(headers, ['another-token-of-ours', ...source.secrets])).toMatchObject({ type: 'exists' });
    expect(verify(headers, ['another-token-of-ours'])).toBe('mismatch');
    expect(verify(headers, [])).toBe('mismatch');
  });

  it('is compared whole', () => {
    const [token = ''] = source.secrets;
    for (const guess of [token.slice(0, -1), `${token}x`, token.toUpperCase()]) {
      expect(verify(message({ 'X-Goog-Channel-Token': guess }))).toBe('mismatch');
    }
  });
});

const contract = z.object({
  expectedToken: z.string(),
  requests: z.array(z.object({ name: z.string(), headers: z.record(z.string(), z.string()) })),
});

describeContract('google-calendar/push-notifications.json', contract, ({ expectedToken, requests }) => {
  it('are believed for their token, and the same when they are sent again', () => {
    const channel = '4ba78bf0-6a47-11e2-bcfd-0800200c9a66';
    const results = requests.map(({ headers }) => verify(headers, [expectedToken]));
    expect(
      results.map((result) => (typeof result === 'string' ? result : [result.type, result.externalId])),
    ).toEqual([
      ['sync', `${channel}:1`],
      ['exists', `${channel}:10`],
      ['exists', `${channel}:10`],
      ['exists', `${channel}:7`],
      ['not_exists', `${channel}:11`],
      'missing',
      'mismatch',
      // A channel that nobody here knows: its token is ours, so it is taken in and looked into.
      ['exists', '00000000-0000-0000-0000-000000000000:2'],
    ]);
  });
});
