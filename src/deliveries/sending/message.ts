import { z } from 'zod';
import { hmac } from '../../platform/signatures/hmac.js';
import { standardWebhooksHeaders } from '../../platform/signatures/standard-webhooks-signature.js';
import type { DueDelivery } from './due-delivery.js';
import type { Receiver } from './receivers.js';
import type { SigningKey } from './signing-key.js';

const versionData = z
  .record(z.string(), z.unknown())
  .transform((versions) => new Map(Object.entries(versions)));

/** One POST, but for its address. */
export interface Message {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What an endpoint is sent: the same bytes and the same `webhook-id` on every attempt, a new timestamp and signature on
 * each.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function messageFor(delivery: DueDelivery, receiver: Receiver, sentAt: Date): Message {
  const body = bodyOf(delivery);
  const keys = receiver.keys.filter(({ until }) => until === undefined || until > sentAt);
  return {
    body,
    headers: {
      ...receiver.headers,
      'user-agent': 'Hookline',
      ...standardWebhooksHeaders(
        { id: delivery.eventId, sentAt, body },
        keys.map(({ standard }) => standard),
      ),
      ...(receiver.plainSignature && plainHeaders(body, keys)),
    },
  };
}

/** The data goes in as the text it was published as: nothing is written anew that a signature or a number depends on. */
function bodyOf(delivery: DueDelivery): string {
  const older = olderData(delivery);
  const { eventId, type, publishedAt, subject, apiVersion } = delivery;
  const head = {
    id: eventId,
    type,
    timestamp: publishedAt.toISOString(),
    ...(subject !== null && { subject }),
    ...(older !== undefined && { api_version: apiVersion }),
  };
  const data = older ?? delivery.data;
  const text = JSON.stringify(head);
  return data === null ? text : `${text.slice(0, -1)},"data":${data}}`;
}

/**
 * The data in the endpoint's version, where the event has it. It is taken out here and not in the statement: PostgreSQL
 * reads no JSON with a NUL or half a surrogate pair in it.
 */
function olderData({ versions, apiVersion }: DueDelivery): string | undefined {
  if (versions === null || apiVersion === null) return undefined;
  const data = versionData.parse(JSON.parse(versions)).get(apiVersion);
  return data === undefined ? undefined : JSON.stringify(data);
}

/** For receivers that know only an HMAC of the body, as GitHub signs. */
function plainHeaders(body: string, keys: readonly SigningKey[]): Record<string, string> {
  const [newest, previous] = keys.map(
    ({ plain }) => `sha256=${hmac('sha256', plain, [body]).toString('hex')}`,
  );
  return {
    'x-webhook-signature': newest ?? '',
    ...(previous !== undefined && { 'x-webhook-signature-previous': previous }),
  };
}
