import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  InvalidSignatureError,
  type StoredWebhook,
  type WebhookAnswer,
  type WebhookEnvelope,
  type WebhookHeaders,
  type WebhookRequest,
  type WebhookSource,
} from '../../contracts/webhooks.js';
import { WebhookSourceFacet } from '../../platform/facets/facets.js';
import { checkFreshness } from '../../webhooks/verification/freshness.js';
import { requiredHeader } from '../../webhooks/verification/headers.js';
import { digestOf, printable } from '../../webhooks/verification/identifiers.js';
import { parsePayload, readJson } from '../../webhooks/verification/json-body.js';
import { matchesAny } from '../../webhooks/verification/signatures.js';
import { signingTime } from '../../webhooks/verification/signing-time.js';
import { slackConfig, type SlackConfig } from './slack.config.js';
import type { SlackWebhookTypes } from './webhooks/events.js';
import { isForm, readForm } from './webhooks/forms.js';

declare module '../../contracts/webhooks.js' {
  interface WebhookEventTypes {
    slack: SlackWebhookTypes;
  }
}

const unixSeconds = z.number().int().min(0).max(8_640_000_000_000);

const TIMESTAMP = 'X-Slack-Request-Timestamp';

/** What is sent as JSON, by its outer type. */
const jsonBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('url_verification'), challenge: z.string().min(1).max(1_000) }),
  z.object({ type: z.literal('app_rate_limited'), minute_rate_limited: unixSeconds }),
  z.object({
    type: z.literal('event_callback'),
    event_id: printable,
    event_time: unixSeconds,
    event: z.object({ type: printable }),
  }),
]);

/** What a body is meant to be, in errors. */
const WHAT = 'an event of Slack';

/**
 * Webhooks of Slack: the Events API, interactivity and slash commands, all at one address.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
@Injectable()
@WebhookSourceFacet('slack')
export class SlackWebhooks implements WebhookSource {
  readonly secretVariable = 'SLACK_SIGNING_SECRETS';

  constructor(@Inject(slackConfig.token) private readonly config: SlackConfig) {}

  get secrets(): readonly string[] {
    return this.config.signingSecrets;
  }

  verify(request: WebhookRequest, secrets: readonly string[]): readonly WebhookEnvelope[] {
    const { headers, rawBody, receivedAt } = request;
    const timestamp = requiredHeader(headers, TIMESTAMP);
    const sentAt = signingTime(TIMESTAMP, timestamp, 'seconds');
    const signature = readSignature(headers);
    checkFreshness(sentAt, receivedAt);
    const expected = secrets.map((secret) =>
      createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest(),
    );
    if (!matchesAny([signature], expected)) {
      throw new InvalidSignatureError('mismatch', 'The body was not signed with any signing secret of ours.');
    }
    if (!isForm(headers)) return readEvent(rawBody);
    const form = readForm(rawBody);
    if (!form) return [];
    // Slack sends a click or a command once: what comes again is a copy of the same request, signature and all.
    const externalId = digestOf(timestamp, rawBody);
    return [{ externalId, type: form.type, occurredAt: sentAt, rawBody }];
  }

  /** Slack shows the person who clicked or typed whatever the answer says, so it says nothing. */
  answer({ headers, rawBody }: WebhookRequest): WebhookAnswer {
    const body = isForm(headers) ? undefined : readJson(rawBody, jsonBody, WHAT);
    return {
      contentType: 'text/plain; charset=utf-8',
      body: body?.type === 'url_verification' ? body.challenge : '',
    };
  }

  parse({ headers, rawBody }: StoredWebhook): unknown {
    return isForm(headers) ? readForm(rawBody)?.payload : parsePayload(rawBody);
  }
}

function readSignature(headers: WebhookHeaders): Buffer {
  const [, digest] = /^v0=([0-9a-f]{64})$/.exec(requiredHeader(headers, 'X-Slack-Signature')) ?? [];
  if (digest) return Buffer.from(digest, 'hex');
  throw new InvalidSignatureError('malformed', 'The X-Slack-Signature header is not of the form v0=….');
}

function readEvent(rawBody: Uint8Array): readonly WebhookEnvelope[] {
  const body = readJson(rawBody, jsonBody, WHAT);
  if (body.type === 'url_verification') return [];
  if (body.type === 'event_callback') {
    const { event_id: externalId, event, event_time: time } = body;
    return [{ externalId, type: event.type, occurredAt: new Date(time * 1000), rawBody }];
  }
  // It has no id; the team and the minute that it names stand in for one.
  const { type, minute_rate_limited: minute } = body;
  return [{ externalId: digestOf(rawBody), type, occurredAt: new Date(minute * 1000), rawBody }];
}
