import { Injectable } from '@nestjs/common';
import { SecretRedaction } from '../platform/logging/secret-redaction.js';
import type { EntryRow } from './entry-row.js';
import { masked } from './masking.js';
import { REVEALABLE_KINDS, type EntryKind, type TimelineEntry } from './timeline-entry.js';

/** The longest detail that is shown, in characters. */
const MAX_DETAIL = 300;

const HANDLED: Record<EntryRow['outcome'], (name: string) => string> = {
  ok: (name) => `${name} handled it`,
  waiting: (name) => `${name} is to handle it`,
  failed: (name) => `${name} could not handle it`,
};

const TITLES: Record<EntryKind, (row: EntryRow) => string> = {
  webhook: ({ provider, name }) => `${provider} sent ${name}`,
  handler: ({ name, outcome }) => HANDLED[outcome](name),
  call: ({ provider, name }) => `Called ${provider}: ${name}`,
  unknown_outcome: ({ provider, name }) => `${provider} never answered ${name}`,
  event: ({ name }) => `Published ${name}`,
  delivery: ({ name, recipient }) => `${name} for ${hostOf(recipient)}`,
  delivery_attempt: ({ id, name, recipient }) =>
    `${name} sent to ${hostOf(recipient)}, attempt ${id.split(':')[1] ?? ''}`,
  notification: ({ name, recipient }) => `${capitalised(name)} to ${recipient ?? 'somebody'}`,
  notification_event: ({ name, recipient }) => `Message to ${recipient ?? 'somebody'}: ${inWords(name)}`,
  external_request: () => 'Data given to the external API to process',
  external_result: () => 'The external API ended with it',
  external_callback: ({ recipient }) => `Result sent to ${hostOf(recipient)}`,
  audit: ({ name, recipient }) => `${recipient ?? 'Somebody'}: ${name}`,
};

const OPERATIONS: ReadonlySet<EntryKind> = new Set([
  'call',
  'unknown_outcome',
  'handler',
  'webhook',
  'event',
  'delivery',
  'delivery_attempt',
  'external_request',
  'external_result',
  'audit',
]);

/** Makes entries of rows: in words, without a secret, and with the addresses of people masked. */
@Injectable()
export class EntryReading {
  constructor(private readonly redaction: SecretRedaction) {}

  entryOf(row: EntryRow): TimelineEntry {
    return {
      at: row.at,
      kind: row.kind,
      id: row.id,
      requestId: row.request_id,
      title: this.shown(TITLES[row.kind](row)),
      status: row.status,
      outcome: row.outcome,
      provider: row.provider ?? undefined,
      operation: OPERATIONS.has(row.kind) ? row.name : undefined,
      durationMs: row.duration_ms ?? undefined,
      detail: row.detail ? this.shown(row.detail).slice(0, MAX_DETAIL).toWellFormed() : undefined,
      objectId: row.object_id,
      revealable: REVEALABLE_KINDS.some((kind) => kind === row.kind),
    };
  }

  private shown(text: string): string {
    return masked(this.redaction.redact(text));
  }
}

/** Of an address its host alone: the rest may be a secret. */
function hostOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).host : 'an endpoint that is gone';
}

function inWords(word: string): string {
  return word.replaceAll('_', ' ');
}

function capitalised(word: string): string {
  return word === 'email' ? 'E-mail' : word.charAt(0).toUpperCase() + word.slice(1);
}
