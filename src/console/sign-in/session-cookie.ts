import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, setCookie } from '../../platform/http/cookies.js';
import { SESSION_MS } from './console-sessions.js';

const NAME = 'hookline_session';
const PATH = '/console';

/** The token of the browser's session; `undefined` without one. */
export function sessionCookie({ headers }: FastifyRequest): string | undefined {
  return readCookie(headers, NAME);
}

/** Gives the browser its session. @param publicUrl `https` keeps the cookie from travelling in the clear */
export function giveSessionCookie(reply: FastifyReply, token: string, publicUrl: string): void {
  const options = { path: PATH, maxAgeSeconds: SESSION_MS / 1000, secure: publicUrl.startsWith('https:') };
  void reply.header('Set-Cookie', setCookie(NAME, token, options));
}

/** Takes it away again. */
export function takeSessionCookie(reply: FastifyReply, publicUrl: string): void {
  const options = { path: PATH, maxAgeSeconds: 0, secure: publicUrl.startsWith('https:') };
  void reply.header('Set-Cookie', setCookie(NAME, '', options));
}
