import { z } from 'zod';
import type { WebhookHeaders } from '../../../contracts/webhooks.js';
import { MalformedWebhookError } from '../../../contracts/webhooks.js';
import { parsePayload, readJson } from '../../../webhooks/verification/json-body.js';

const interaction = z.object({ type: z.string().regex(/^[a-z_]{1,64}$/, 'must be a name of Slack’s') });

/** What came as a form. */
interface SlackForm {
  /** `command`, or `interaction.` and Slack's name of it. */
  type: string;
  /** For handlers: the fields of a command, or what the field `payload` says of an interaction. */
  payload: unknown;
}

/** Interactivity and slash commands come as forms, events as JSON. */
export function isForm(headers: WebhookHeaders): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(String(headers['content-type'] ?? ''));
}

/**
 * Reads a verified form.
 * @returns `undefined` for `ssl_check`, by which Slack looks from time to time whether anybody is there
 * @throws MalformedWebhookError when it is neither a command nor an interaction
 */
export function readForm(rawBody: Uint8Array): SlackForm | undefined {
  const form = new URLSearchParams(Buffer.from(rawBody).toString('utf8'));
  if (form.get('ssl_check') === '1') return undefined;
  const payload = form.get('payload');
  if (payload !== null) {
    const bytes = Buffer.from(payload);
    const { type } = readJson(bytes, interaction, 'an interaction of Slack');
    return { type: `interaction.${type}`, payload: parsePayload(bytes) };
  }
  if (!form.get('command')) {
    throw new MalformedWebhookError(
      'VALIDATION_ERROR',
      'The form is signed, but it has neither a payload nor a command.',
    );
  }
  // By way of JSON, so that a field named `__proto__` is dropped as everywhere else.
  const fields = Buffer.from(JSON.stringify(Object.fromEntries(form)));
  return { type: 'command', payload: parsePayload(fields) };
}
