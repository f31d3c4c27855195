import { ResponseFormatError, type IntegrationErrorOptions } from '../contracts/errors.js';
import { redactLine } from '../platform/logging/redaction.js';
import type { OutboundResponse } from './outbound-call.js';

/** `application/json` and its relatives (RFC 6838, 4.2.8): `application/problem+json; charset=utf-8`. */
const JSON_TYPE = /^\s*[\w.-]+\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** Successes that need not say anything: accepted, no content, reset content. */
const MAY_BE_EMPTY = new Set([202, 204, 205]);

/** How much of a page is quoted, in characters. */
const QUOTED = 100;

/**
 * The JSON of a success. An answer without a content type is judged by its body alone; an empty 202, 204 or 205 is
 * `undefined`.
 * @throws ResponseFormatError for anything else: the call has happened, so it is not repeated. Quotes only a page of
 *   HTML or XML, which comes from a proxy or a wrong address: half an answer in JSON may be half a token.
 */
export function readJson(
  response: Pick<OutboundResponse, 'status' | 'headers' | 'body'>,
  about: Omit<IntegrationErrorOptions, 'status' | 'cause'>,
): unknown {
  const { status, headers, body } = response;
  if (body.length === 0 && MAY_BE_EMPTY.has(status)) return undefined;
  const type = headers['content-type'];
  const text = new TextDecoder().decode(body);
  if (type === undefined || JSON_TYPE.test(type)) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      // Its message quotes the body, so that it is not kept as the cause.
    }
  }
  const message =
    `${about.provider} ${about.operation} was answered with HTTP ${status}, but not in JSON ` +
    `(content type ${type?.slice(0, QUOTED) ?? 'missing'}, ${body.length} bytes${quote(text)}). ` +
    'The call has happened and is not repeated: read the object before you act again, and check the base URL.';
  throw new ResponseFormatError(message, { ...about, status });
}

function quote(text: string): string {
  if (!text.trimStart().startsWith('<')) return '';
  const printable = redactLine(text.slice(0, 4 * QUOTED))
    .replace(/[^\p{L}\p{N}\p{P}\p{S}]+/gu, ' ')
    .slice(0, QUOTED);
  return `: ${printable.trim()}`;
}
