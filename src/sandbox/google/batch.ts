import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { API_PATH } from './api.js';
import { GoogleApiError } from './errors.js';
import { BrokenConnection, exchange } from './exchange.js';

/** @see https://developers.google.com/workspace/calendar/api/guides/batch */
const MOST_CALLS = 50;

/** One call of a batch. */
interface Part {
  contentId: string | undefined;
  method: z.output<typeof method>;
  /** From the root on. */
  url: string;
  headers: Record<string, string>;
  body: string;
}

const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Serves batches: calls of the API in one body, carried out one after the other and answered in the same order. */
export function serveBatches(server: FastifyInstance): void {
  server.post('/batch/calendar/v3', (request, reply) =>
    exchange(reply, async () => {
      const parts = readParts(request);
      const answers: string[] = [];
      for (const part of parts) answers.push(await carryOut(part, request.headers.authorization));
      const boundary = `batch_${randomUUID()}`;
      const body = answers.map((answer) => `--${boundary}\r\n${answer}\r\n`).join('');
      await reply.type(`multipart/mixed; boundary=${boundary}`).send(`${body}--${boundary}--\r\n`);
    }),
  );

  /** What the batch is authorized by is good for each call that brings nothing of its own. */
  async function carryOut(part: Part, authorization: string | undefined): Promise<string> {
    const { contentId, method: verb, url, body } = part;
    const headers = { ...(authorization !== undefined && { authorization }), ...part.headers };
    const answer = await server
      .inject({ method: verb, url, headers, ...(body && { payload: body }) })
      .catch((cause: unknown) => Promise.reject(new BrokenConnection('A call broke off.', { cause })));
    return [
      'Content-Type: application/http',
      ...(contentId === undefined ? [] : [`Content-ID: ${contentId.replace(/^<?/, '<response-')}`]),
      '',
      `HTTP/1.1 ${answer.statusCode} ${STATUS_CODES[answer.statusCode] ?? ''}`,
      ...(answer.payload ? ['Content-Type: application/json; charset=UTF-8'] : []),
      `Content-Length: ${answer.rawPayload.length}`,
      '',
      answer.payload,
    ].join('\r\n');
  }
}

/** @throws GoogleApiError 400 for a body that is no batch, or a larger one than Google takes */
function readParts({ headers, body }: FastifyRequest): Part[] {
  const type = headers['content-type'] ?? '';
  const [, quoted, plain] = /^multipart\/mixed;.*\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined || typeof body !== 'string') throw unreadable();
  const [, ...sections] = `\n${body.replaceAll('\r\n', '\n')}`.split(`\n--${boundary}`);
  if (!sections.pop()?.startsWith('--') || sections.length === 0) throw unreadable();
  if (sections.length > MOST_CALLS) {
    const message = `The batch request must not contain more than ${MOST_CALLS} calls.`;
    throw new GoogleApiError(400, 'badRequest', message);
  }
  return sections.map(readPart);
}

function readPart(section: string): Part {
  const [head, http] = halves(section);
  const [startAndHeaders, body] = halves(http);
  const [startLine = '', ...lines] = startAndHeaders.split('\n');
  const [verb, target = ''] = startLine.split(' ');
  const { data: known } = method.safeParse(verb);
  const url = URL.canParse(target, 'http://sandbox') ? new URL(target, 'http://sandbox') : undefined;
  if (!known || !url?.pathname.startsWith(`${API_PATH}/`)) throw unreadable();
  return {
    contentId: headersOf(head.split('\n'))['content-id'],
    method: known,
    url: url.pathname + url.search,
    headers: headersOf(lines),
    body: body.trim(),
  };
}

/** What stands before and after the first empty line. */
function halves(text: string): [string, string] {
  const trimmed = text.trimStart();
  const at = trimmed.indexOf('\n\n');
  return at < 0 ? [trimmed, ''] : [trimmed.slice(0, at), trimmed.slice(at + 2)];
}

/** Of the length nothing is believed. */
function headersOf(lines: readonly string[]): Record<string, string> {
  const pairs = lines.flatMap((line): [string, string][] => {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()]];
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== 'content-length'));
}

const unreadable = () =>
  new GoogleApiError(400, 'badRequest', 'Failed to parse batch request, error: invalid multipart body.');
