import { randomUUID } from 'node:crypto';
import type { OutboundResponse } from '../../../outbound/outbound-call.js';

/** Where several calls go at once. */
export const BATCH = '/batch/calendar/v3';

/** How many calls Google takes at once. */
export const BATCH_SIZE = 50;

/** One call within a batch. */
export interface BatchPart {
  readonly method: 'GET' | 'POST';
  /** From the root on, encoded, with its query. */
  readonly path: string;
  readonly json?: object;
}

/**
 * Several calls in one body, each marked by its index.
 * @see https://developers.google.com/workspace/calendar/api/guides/batch
 */
export function writeBatch(parts: readonly BatchPart[]): { contentType: string; bytes: Buffer } {
  const boundary = `batch_${randomUUID()}`;
  const written = parts.flatMap(({ method, path, json }, index) => [
    `--${boundary}`,
    'Content-Type: application/http',
    `Content-ID: <item-${index}>`,
    '',
    `${method} ${path} HTTP/1.1`,
    ...(json ? ['Content-Type: application/json', '', JSON.stringify(json)] : ['', '']),
  ]);
  const lines = [...written, `--${boundary}--`, ''];
  return { contentType: `multipart/mixed; boundary=${boundary}`, bytes: Buffer.from(lines.join('\r\n')) };
}

/** The answers of a batch by the index of their call. One that is missing or not legible is not among them. */
export function readBatch({ headers, body }: OutboundResponse): ReadonlyMap<number, OutboundResponse> {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(headers['content-type'] ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return new Map();
  const [, ...parts] = `\r\n${body.toString('utf8')}`.split(`\r\n--${boundary}`);
  return new Map(parts.map(readPart).filter((part) => part !== undefined));
}

function readPart(text: string): [index: number, answer: OutboundResponse] | undefined {
  const [head, http] = halves(text);
  const [statusAndHeaders, body] = halves(http);
  const [, index] = /^content-id:\s*<response-item-(\d+)>/im.exec(head) ?? [];
  const [, status] = /^HTTP\/\S+ (\d{3})/.exec(statusAndHeaders) ?? [];
  if (index === undefined || status === undefined) return undefined;
  const headers = headersOf(statusAndHeaders.split('\r\n').slice(1));
  return [Number(index), { status: Number(status), headers, body: Buffer.from(body.trim()) }];
}

/** What stands before and after the first empty line. */
function halves(text: string): [string, string] {
  const at = text.indexOf('\r\n\r\n');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 4)];
}

function headersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
