import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { STYLE } from './pages/style.js';

/** Sees all requests of a sandbox before it answers them, and may answer in its place: tests watch and disturb it so. */
export type ServerObserver = (server: FastifyInstance) => void;

/** A server whose bodies arrive as text, whatever type they claim, and which does not wait for idle clients to end. */
export function createServer(observe?: ServerObserver): FastifyInstance {
  const server = fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 5000 } });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  observe?.(server);
  server.get('/style.css', (_request, reply) =>
    reply
      .headers({ 'Content-Type': 'text/css; charset=utf-8', 'X-Content-Type-Options': 'nosniff' })
      .send(STYLE),
  );
  return server;
}

/** Parameters by name, as they came. Of a form they are text. */
export type Fields = Readonly<Record<string, unknown>>;

const object = z.record(z.string(), z.unknown());

/** The fields of a body: of JSON where it says so, else of a form. Empty for one that is neither. */
export function readFields(request: FastifyRequest): Fields {
  if (typeof request.body !== 'string') return {};
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  return isJson ? readJson(request.body) : Object.fromEntries(new URLSearchParams(request.body));
}

/** The path without its query. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

/** The parameters of the query, a repeated one by its last value. */
export function readQuery(request: FastifyRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(request.url, 'http://sandbox').searchParams);
}

/** A parameter of the path, decoded. */
export function pathParameter(request: FastifyRequest, name: string): string {
  const value = object.parse(request.params)[name];
  return typeof value === 'string' ? value : '';
}

/** The token of `Authorization: Bearer …`. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** An answer in JSON that nobody may keep. */
export async function sendJson(reply: FastifyReply, status: number, body: object): Promise<void> {
  await reply
    .status(status)
    .headers({ 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
    .send(JSON.stringify(body));
}

/** Leads a browser on after a form. */
export async function seeOther(reply: FastifyReply, address: string): Promise<void> {
  await reply.status(303).headers({ Location: address, 'Cache-Control': 'no-store' }).send();
}

function readJson(text: string): Fields {
  try {
    return object.parse(JSON.parse(text));
  } catch {
    return {}; // then each parameter is missing, and the answer says so in the provider's words
  }
}
