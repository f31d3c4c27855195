import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, setCookie } from '../../../platform/http/cookies.js';

const NAME = 'hookline_portal';
const PATH = '/portal';

/** The token of the browser's session in the portal; `undefined` without one. */
export function portalCookie({ headers }: FastifyRequest): string | undefined {
  return readCookie(headers, NAME);
}

/**
 * Gives the browser its session in the portal.
 * @param expiresAt of the token
 * @param publicUrl `https` keeps the cookie from travelling in the clear
 */
export function givePortalCookie(
  reply: FastifyReply,
  token: string,
  expiresAt: Date,
  publicUrl: string,
): void {
  const maxAgeSeconds = Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000));
  const options = { path: PATH, maxAgeSeconds, secure: publicUrl.startsWith('https:') };
  void reply.header('Set-Cookie', setCookie(NAME, token, options));
}
