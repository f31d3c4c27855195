import { z } from 'zod';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type StoredWebhook,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../../../contracts/webhooks.js';
import { checkFreshness } from '../../verification/freshness.js';
import { requiredHeader } from '../../verification/headers.js';
import { digestOf, printable } from '../../verification/identifiers.js';
import { readJson } from '../../verification/json-body.js';
import { readField, type Field } from './field-location.js';
import type { HmacSettings } from './hmac-options.js';
import { checkHmac } from './hmac-signature.js';
import { jsonOrText } from './payload.js';
import { fillSignedContent, type SignedPart } from './signed-content.js';
import { readTimestamp } from './timestamp.js';

/**
 * Webhooks of any service that signs with an HMAC. Declared in `WEBHOOK_SOURCES`, or in code as a class of one's own:
 *
 *     @Injectable()
 *     @WebhookSourceFacet('github')
 *     class GitHubWebhooks extends HmacWebhookSource {
 *       constructor() {
 *         super('GITHUB_WEBHOOK_SECRETS', hmacSettings({ secrets, signatureHeader: 'X-Hub-Signature-256' }));
 *       }
 *     }
 */
export class HmacWebhookSource implements WebhookSource {
  readonly secrets: readonly string[];

  /** @param secretVariable where the secrets come from, to be named when there is none */
  constructor(
    readonly secretVariable: string,
    private readonly settings: HmacSettings,
  ) {
    this.secrets = settings.secrets;
  }

  verify(request: WebhookRequest, secrets: readonly string[]): readonly WebhookEnvelope[] {
    const { timestampHeader, scheme } = this.settings;
    const { headers, receivedAt } = request;
    const timestamp = timestampHeader && requiredHeader(headers, timestampHeader);
    if (timestamp) checkFreshness(signingTime(timestamp, timestampHeader), receivedAt);
    checkHmac(scheme, headers, this.signedContent(request, timestamp), secrets);
    return [this.envelope(request, timestamp)];
  }

  parse({ rawBody }: StoredWebhook): unknown {
    return jsonOrText(rawBody);
  }

  private signedContent(
    { headers, rawBody, method, url }: WebhookRequest,
    timestamp = '',
  ): readonly (string | Uint8Array)[] {
    const { signedContent, signedIdHeader } = this.settings;
    const id = signedIdHeader ? requiredHeader(headers, signedIdHeader) : '';
    const parts = { body: rawBody, timestamp, id, method, url };
    return fillSignedContent<SignedPart, string | Uint8Array>(signedContent, (part) => parts[part]);
  }

  private envelope({ headers, rawBody }: WebhookRequest, timestamp = ''): WebhookEnvelope {
    const { id, type, time } = this.settings;
    const inBody = [id, type, time].some((field) => field && 'path' in field);
    const json = inBody ? readJson(rawBody, z.unknown(), 'an event') : undefined;
    const read = (field: Field) => readField(field, headers, json);
    return {
      externalId: id ? identifier('id', id, read(id)) : digestOf(rawBody, timestamp),
      type: type ? identifier('type', type, read(type)) : 'event',
      occurredAt: time && timeOf(time, read(time)),
      rawBody,
    };
  }
}

function signingTime(timestamp: string, header = ''): Date {
  const time = readTimestamp(timestamp);
  if (time) return time;
  throw new InvalidSignatureError(
    'malformed',
    `The ${header} header is not a time in Unix seconds, Unix milliseconds or ISO 8601.`,
  );
}

function identifier(what: string, field: Field, value: string | undefined): string {
  if (value === undefined) throw malformed(`has no ${what} at ${placeOf(field)}`);
  const result = printable.safeParse(value);
  if (result.success) return result.data;
  throw malformed(
    `has a ${what} at ${placeOf(field)} that cannot be used: it must be 1 to 255 printable ASCII characters`,
  );
}

function timeOf(field: Field, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const time = readTimestamp(value);
  if (time) return time;
  throw malformed(`has a time at ${placeOf(field)} that is neither Unix time nor ISO 8601 with a zone`);
}

function malformed(problem: string): MalformedWebhookError {
  return new MalformedWebhookError('VALIDATION_ERROR', `The request is signed, but it ${problem}.`);
}

function placeOf(field: Field): string {
  return 'header' in field ? `the header ${field.header}` : `${field.path.join('.')} of the body`;
}
