import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { githubSigner } from './support/generic-webhooks.js';
import { googleCalendarSigner } from './support/google-calendar-webhooks.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { salesforceSigner } from './support/salesforce-webhooks.js';
import { slackCommand, slackSigner } from './support/slack-webhooks.js';
import type { SignedDelivery, WebhookSigner } from './support/webhook-signer.js';

const SIGNERS = [githubSigner, googleCalendarSigner, salesforceSigner, slackSigner];

let hookline: TestHookline;
let key: string;

beforeAll(async () => {
  const environment = Object.assign({}, ...SIGNERS.map((signer) => signer.environment)) as Record<
    string,
    string
  >;
  hookline = await startTestHookline({ environment });
  key = await hookline.createKey('webhooks:read');
});
afterAll(() => hookline?.close());

interface Shown {
  /** The payload as it stands in the answer. */
  payloadText: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a wrong path shows as a failed expectation
  event: any;
}

/** Delivers as the provider does, and reads the event again. */
async function shown({ provider }: WebhookSigner, { headers, body }: SignedDelivery): Promise<Shown> {
  const url = `${hookline.url}/webhooks/${provider}`;
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  expect(answer.status).toBe(200);
  const { body: list } = await hookline.api('GET', '/v1/webhook-events?limit=1');
  const response = await fetch(`${hookline.url}/v1/webhook-events/${list.data[0].id}`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  const text = await response.text();
  return { payloadText: text.slice(text.indexOf('"payload":') + 10, -1), event: JSON.parse(text) };
}

/** A body that GitHub sends, as an event of its own whatever it is. */
function push(body: Buffer): SignedDelivery {
  const { headers } = githubSigner.sign({ body });
  return { headers: { ...headers, 'X-GitHub-Delivery': randomUUID() }, body };
}

function bodyOf({ event, payloadText }: Shown): Buffer {
  if (event.payload_encoding === 'json') return Buffer.from(payloadText);
  return Buffer.from(event.payload ?? '', event.payload_encoding === 'base64' ? 'base64' : 'utf8');
}

const utf8 = (text: string) => Buffer.from(text);

describe('The payload of GET /v1/webhook-events/:id', () => {
  it('is JSON as it came, where it is JSON', async () => {
    const body = String.raw`{ "big":12345678901234567890,"big":1e999, "nul":"\u0000", "half":"\ud800" }`;
    const { payloadText, event } = await shown(githubSigner, push(utf8(body)));
    expect(event.payload_encoding).toBe('json');
    expect(payloadText).toBe(body);
  });

  it('is a string, where it is a form', async () => {
    const body = slackCommand({ text: 'how "is" it?' });
    const { event } = await shown(slackSigner, slackSigner.sign({ body }));
    expect(event).toMatchObject({ payload: body.toString(), payload_encoding: 'text' });
  });

  it('is a string, where it is XML', async () => {
    const { event } = await shown(salesforceSigner, salesforceSigner.sign());
    expect(event.payload_encoding).toBe('text');
    expect(event.payload).toMatch(/^<Notification>/);
  });

  it('is null, where there is none', async () => {
    const { event } = await shown(googleCalendarSigner, googleCalendarSigner.sign());
    expect(event).toMatchObject({ payload: null, payload_encoding: null });
  });

  it('gives every body back, byte for byte', async () => {
    const bytes = fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array));
    const body = fc.oneof(bytes, fc.string({ unit: 'binary' }).map(utf8), fc.json().map(utf8));
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        expect(bodyOf(await shown(githubSigner, push(sent)))).toEqual(sent);
      }),
      { numRuns: 50 },
    );
  });
});

describe('The headers of GET /v1/webhook-events/:id', () => {
  it('do not show a secret that is sent instead of a signature', async () => {
    const { event } = await shown(googleCalendarSigner, googleCalendarSigner.sign());
    expect(event.headers).toMatchObject({
      'x-goog-channel-token': '[redacted]',
      'x-goog-resource-state': 'exists',
    });
    expect(JSON.stringify(event)).not.toContain(googleCalendarSigner.secrets[0]);
  });
});
