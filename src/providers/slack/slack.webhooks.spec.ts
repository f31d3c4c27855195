import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import {
  slackCommand,
  slackEvent,
  slackInteraction,
  slackSigner,
} from '../../../test/support/slack-webhooks.js';
import type { SignOptions } from '../../../test/support/webhook-signer.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookEnvelope,
  type WebhookRequest,
} from '../../contracts/webhooks.js';
import { slackConfig } from './slack.config.js';
import { SlackWebhooks } from './slack.webhooks.js';

const source = new SlackWebhooks(slackConfig.read(slackSigner.environment));
const NOW = new Date('2026-11-21T12:00:00Z');

function request({ headers, body }: { headers: Record<string, string>; body: Uint8Array }): WebhookRequest {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method: 'POST',
    url: 'https://hooks.example/webhooks/slack',
    headers: Object.fromEntries(lower) as Record<string, string>,
    rawBody: body,
    receivedAt: NOW,
  };
}

const signed = (body: Buffer, options: SignOptions = {}) =>
  request(slackSigner.sign({ at: NOW, body, ...options }));

/** Why a request is refused; `accepted` when it is not. */
function verdict(webhook: WebhookRequest, secrets = source.secrets): string {
  try {
    source.verify(webhook, secrets);
    return 'accepted';
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    if (error instanceof MalformedWebhookError) return error.code;
    throw error;
  }
}

function only(webhook: WebhookRequest): WebhookEnvelope {
  const [envelope, ...others] = source.verify(webhook, source.secrets);
  if (!envelope || others.length) throw new Error(`Not one event, but ${others.length + Number(!!envelope)}`);
  return envelope;
}

const payloadOf = (webhook: WebhookRequest) =>
  source.parse({ ...only(webhook), headers: webhook.headers, receivedAt: NOW, connectionId: undefined });

describe('the signature', () => {
  it('may be made with any of the secrets', () => {
    const webhook = signed(slackEvent());
    expect(verdict(webhook, ['another', ...source.secrets])).toBe('accepted');
    expect(verdict(webhook, [slackSigner.secrets[1]])).toBe('mismatch');
    expect(verdict(webhook, [])).toBe('mismatch');
  });

  it('covers every byte of the body', () => {
    const body = slackEvent();
    const { headers } = signed(body);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Buffer.from(body);
        changed[index] = (changed[index] ?? 0) ^ change;
        expect(verdict({ ...signed(body), headers, rawBody: changed })).toBe('mismatch');
      }),
    );
  });

  it.each([
    ['X-Slack-Signature', undefined, 'missing'],
    ['X-Slack-Signature', 'v1=aa', 'malformed'],
    ['X-Slack-Request-Timestamp', undefined, 'missing'],
    ['X-Slack-Request-Timestamp', 'soon', 'malformed'],
    ['X-Slack-Request-Timestamp', '1', 'stale'],
  ])('refuses %s: %s', (name, value, expected) => {
    const webhook = signed(slackEvent());
    expect(verdict({ ...webhook, headers: { ...webhook.headers, [name.toLowerCase()]: value } })).toBe(
      expected,
    );
  });
});

describe('what an event is filed under', () => {
  it('is Slack’s id and name of it', () => {
    const webhook = signed(slackEvent({ type: 'message', subtype: 'message_changed' }));
    const { event_id: id } = JSON.parse(String(webhook.rawBody)) as { event_id: string };
    expect(only(webhook)).toMatchObject({ externalId: id, type: 'message', rawBody: webhook.rawBody });
  });

  it('is the team and minute of a rate limit', () => {
    const body = Buffer.from('{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820}');
    const [first, second] = [signed(body), signed(body, { at: new Date(NOW.getTime() - 60_000) })].map(only);
    expect(first).toMatchObject({
      type: 'app_rate_limited',
      occurredAt: new Date('2018-02-12T20:37:00Z'),
      externalId: second?.externalId,
    });
  });

  it('is the signed request itself, where Slack gives no id', () => {
    const body = slackCommand();
    const earlier = { at: new Date(NOW.getTime() - 1_000) };
    const ids = [signed(body), signed(body), signed(body, earlier), signed(slackCommand())].map(
      (webhook) => only(webhook).externalId,
    );
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
    expect(only(signed(body))).toMatchObject({ type: 'command', occurredAt: NOW });
  });

  it.each([
    ['a form of neither kind', 'a=b', 'VALIDATION_ERROR'],
    ['a payload that is no JSON', 'payload=oops', 'MALFORMED_JSON'],
    ['a payload without a type', 'payload=%7B%7D', 'VALIDATION_ERROR'],
    ['a payload of a type that is no word', 'payload=%7B%22type%22%3A%22a%20b%22%7D', 'VALIDATION_ERROR'],
    ['an event without an id', '{"type":"event_callback","event":{"type":"message"}}', 'VALIDATION_ERROR'],
    ['a type that Slack does not have', '{"type":"surprise"}', 'VALIDATION_ERROR'],
    ['broken JSON', '{', 'MALFORMED_JSON'],
  ])('is missing from %s', (_what, body, expected) => {
    expect(verdict(signed(Buffer.from(body)))).toBe(expected);
  });
});

describe('what handlers get', () => {
  it('is the payload of an interaction', () => {
    const payload = { type: 'view_submission', view: { id: 'V1' }, user: { id: 'W1' } };
    expect(payloadOf(signed(slackInteraction(payload)))).toEqual(payload);
  });

  it('is the fields of a command', () => {
    expect(payloadOf(signed(slackCommand({ text: 'Łódź & more' })))).toMatchObject({
      command: '/weather',
      text: 'Łódź & more',
    });
  });

  it.each([
    ['an event', slackEvent({ type: 'message', ['__proto__']: { admin: true } })],
    ['a command', slackCommand({ ['__proto__']: 'admin' })],
    ['an interaction', Buffer.from('payload={"type":"shortcut","__proto__":{"admin":true}}')],
  ])('has no key in %s that could change prototypes', (_what, body) => {
    expect(JSON.stringify(payloadOf(signed(body)))).not.toContain('__proto__');
  });
});

describe('the answer', () => {
  it.each([
    [
      'the challenge, when Slack asks whether the address is ours',
      '{"type":"url_verification","challenge":"3eZbrw1a"}',
      '3eZbrw1a',
    ],
    ['nothing to an event', slackEvent().toString(), ''],
    ['nothing to a command, because the person would see it', slackCommand().toString(), ''],
    ['nothing to Slack’s look whether anybody is there', 'ssl_check=1&token=x', ''],
  ])('is %s', (_what, body, answer) => {
    const webhook = signed(Buffer.from(body));
    expect(verdict(webhook)).toBe('accepted');
    expect(source.answer(webhook)).toEqual({ contentType: 'text/plain; charset=utf-8', body: answer });
  });
});

const vectors = z.object({
  signingSecret: z.string(),
  vectors: z.array(
    z.object({
      name: z.string(),
      timestamp: z.string(),
      body: z.string(),
      signature: z.string(),
      now: z.number(),
      valid: z.boolean(),
    }),
  ),
});

describeContract('slack/signature-vectors.json', vectors, ({ signingSecret, vectors: cases }) => {
  it.each(cases)('$name', ({ timestamp, body, signature, now, valid }) => {
    const headers = {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const webhook = { ...request({ headers, body: Buffer.from(body) }), receivedAt: new Date(now * 1000) };
    // A published body may be less than an event; its signature is what counts here.
    const isValid = ['accepted', 'VALIDATION_ERROR'].includes(verdict(webhook, [signingSecret]));
    expect(isValid).toBe(valid);
  });
});

const signedRequests = z.object({
  signingSecret: z.string(),
  now: z.number(),
  requests: z.array(
    z.object({ name: z.string(), headers: z.record(z.string(), z.string()), rawBody: z.string() }),
  ),
});

describeContract('slack/signed-requests.json', signedRequests, ({ signingSecret, now, requests }) => {
  it('has a type and an id for each, and the same for a repeat', () => {
    const events = requests.map(({ name, headers, rawBody }) => {
      const webhook = {
        ...request({ headers, body: Buffer.from(rawBody) }),
        receivedAt: new Date(now * 1000),
      };
      const [envelope] = source.verify(webhook, [signingSecret]);
      return [name, envelope?.type, envelope?.externalId];
    });
    const digest = expect.stringMatching(/^sha256:/);
    expect(events).toEqual([
      ['event: url_verification', undefined, undefined],
      ['event: app_mention', 'app_mention', 'Ev001'],
      ['event: app_mention, second delivery', 'app_mention', 'Ev001'],
      ['event: tokens_revoked', 'tokens_revoked', 'Ev006'],
      ['event: app_uninstalled', 'app_uninstalled', 'Ev005'],
      [expect.stringContaining('block_actions'), 'interaction.block_actions', digest],
      ['interactive: view_submission', 'interaction.view_submission', digest],
      ['slash command', 'command', digest],
      ['ssl_check probe', undefined, undefined],
    ]);
  });
});
