import { randomUUID } from 'node:crypto';
import { hmacSettings, type HmacSourceOptions } from '../../webhooks/sources/generic/hmac-options.js';
import type { Field } from '../../webhooks/sources/generic/field-location.js';
import { fillSignedContent, type SignedPart } from '../../webhooks/sources/generic/signed-content.js';
import type { Environment } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';
import { hmac } from '../../platform/signatures/hmac.js';
import { parseStandardWebhooksKey } from '../../platform/signatures/standard-webhooks-key.js';
import { standardWebhooksHeaders } from '../../platform/signatures/standard-webhooks-signature.js';
import { merged } from './overrides.js';
import { jsonBody, secretOf, unixSeconds, type WebhookMaker } from './webhook-maker.js';

/** How a service signs; its secrets are in the environment. */
export type HmacSigning = Omit<HmacSourceOptions, 'secrets'>;

const VARIABLES: Readonly<Record<keyof HmacSigning, string>> = {
  signatureHeader: 'SIGNATURE_HEADER',
  algorithm: 'ALGORITHM',
  encoding: 'ENCODING',
  signaturePrefix: 'SIGNATURE_PREFIX',
  timestampHeader: 'TIMESTAMP_HEADER',
  signedContent: 'SIGNED_CONTENT',
  id: 'ID',
  type: 'TYPE',
  time: 'TIME',
};

/**
 * Any service that signs with an HMAC, as its source describes it. What the source reads as id and type is put there.
 * @param secretVariable where its secrets are
 */
export function hmacMaker(secretVariable: string, scheme: HmacSigning): WebhookMaker {
  const settings = hmacSettings({ ...scheme, secrets: [] });
  return {
    types: [],
    make(type, wishes, signing) {
      const id = randomUUID();
      const fixture = merged(placed(settings.id, id), placed(settings.type, type));
      const body = jsonBody(merged(Object.keys(fixture).length > 0 ? fixture : { id, type }, wishes));
      const timestamp = String(unixSeconds(signing.at));
      const { header, algorithm, encoding, prefix } = settings.scheme;
      const parts = { body, timestamp, id, method: 'POST', url: signing.url };
      const content = fillSignedContent<SignedPart, string | Uint8Array>(
        settings.signedContent,
        (part) => parts[part],
      );
      const signature = hmac(algorithm, secretOf(signing, secretVariable), content).toString(encoding);
      return {
        headers: {
          'Content-Type': 'application/json',
          ...headerAt(settings.id, id),
          ...headerAt(settings.type, type),
          ...(settings.timestampHeader && { [settings.timestampHeader]: timestamp }),
          [header]: `${prefix}${signature}`,
        },
        body,
      };
    },
  };
}

/** Any service that follows Standard Webhooks. @param secretVariable where its secrets are */
export function standardWebhooksMaker(secretVariable: string): WebhookMaker {
  return {
    types: [],
    make(type, wishes, signing) {
      const body = jsonBody(merged({ type, timestamp: signing.at.toISOString(), data: {} }, wishes));
      const key = parseStandardWebhooksKey(secretOf(signing, secretVariable));
      if (key?.version !== 'v1') {
        throw new Error(
          `Only a secret whsec_… can sign: put one first in ${secretVariable}, not a public key.`,
        );
      }
      const message = { id: `msg_${randomUUID()}`, sentAt: signing.at, body: body.toString() };
      return {
        headers: { 'Content-Type': 'application/json', ...standardWebhooksHeaders(message, [key.secret]) },
        body,
      };
    },
  };
}

/** The maker of a source that `WEBHOOK_SOURCES` declares; `undefined` when it declares none of that name. */
export function declaredMaker(name: string, environment: Environment): WebhookMaker | undefined {
  const declaration = list()
    .parse(environment['WEBHOOK_SOURCES'])
    .find((entry) => entry.startsWith(`${name}:`));
  if (declaration === undefined) return undefined;
  const prefix = `${name.replaceAll('-', '_').toUpperCase()}_`;
  const secretVariable = `${prefix}WEBHOOK_SECRETS`;
  return declaration.endsWith(':hmac')
    ? hmacMaker(secretVariable, hmacSigningOf(prefix, environment))
    : standardWebhooksMaker(secretVariable);
}

function hmacSigningOf(prefix: string, environment: Environment): HmacSigning {
  const options = Object.entries(VARIABLES).map(([option, ending]) => [
    option,
    environment[`${prefix}WEBHOOK_${ending}`]?.trim() || undefined,
  ]);
  // hmacSettings checks them, as the service's own start does.
  return { signatureHeader: '', ...Object.fromEntries(options) };
}

/** `event.type` of the body, with this value. */
function placed(field: Field | undefined, value: string): Record<string, unknown> {
  if (!field || !('path' in field)) return {};
  const [first = '', ...inner] = field.path;
  return inner.length === 0 ? { [first]: value } : { [first]: placed({ path: inner }, value) };
}

function headerAt(field: Field | undefined, value: string): Record<string, string> {
  return field && 'header' in field ? { [field.header]: value } : {};
}
