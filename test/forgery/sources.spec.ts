import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWebhookSource } from '../contracts/webhook-source.behaviour.js';
import { externalApiSigner } from '../support/external-api-webhooks.js';
import { clerkSigner, githubSigner } from '../support/generic-webhooks.js';
import { googleCalendarSigner } from '../support/google-calendar-webhooks.js';
import { hubspotSigner } from '../support/hubspot-webhooks.js';
import { startPayPalSigner } from '../support/paypal-webhooks.js';
import { salesforceSigner } from '../support/salesforce-webhooks.js';
import { sendgridSigner } from '../support/sendgrid-webhooks.js';
import { slackSigner } from '../support/slack-webhooks.js';
import { stripeSigner } from '../support/stripe-signer.js';
import { startWatchedHookline, type WatchedHookline } from './watched-hookline.js';

const DAY_MS = 86_400_000;

const paypalSigner = await startPayPalSigner();

/** Each source, and how old its signatures may be where that is not five minutes. */
const SOURCES = [
  { signer: stripeSigner },
  { signer: paypalSigner, maxAgeMs: 4 * DAY_MS },
  { signer: slackSigner },
  { signer: sendgridSigner, maxAgeMs: DAY_MS + 300_000 },
  { signer: googleCalendarSigner },
  { signer: hubspotSigner },
  { signer: salesforceSigner },
  { signer: externalApiSigner },
  { signer: githubSigner },
  { signer: clerkSigner },
];

let watched: WatchedHookline;

beforeAll(async () => {
  watched = await startWatchedHookline(SOURCES.map(({ signer }) => signer));
});
afterAll(async () => {
  await watched?.close();
  await paypalSigner.close();
});

for (const source of SOURCES) describeWebhookSource({ ...source, watched: () => watched });

describe('Each refused request', () => {
  it('has written one line into the log at most', () => {
    const { refused, logged } = watched;
    // Alarms are no lines about one request: that our clock may be wrong comes once in five minutes, a burst is told of
    // at its 20th event, its 200th and its 2,000th.
    const alarms = new Set(['webhook_clock_suspected', 'suspicious_activity']);
    expect(logged.filter(({ event }) => event === 'suspicious_activity').length).toBeLessThanOrEqual(
      3 * SOURCES.length,
    );
    const lines = logged.filter(
      ({ requestId, event }) => requestId !== undefined && refused.has(requestId) && !alarms.has(event),
    );
    const linesOf = Map.groupBy(lines, ({ requestId }) => requestId);
    expect(linesOf.size).toBeGreaterThan(500);
    expect([...linesOf.values()].filter(({ length }) => length > 1)).toEqual([]);
  });
});
