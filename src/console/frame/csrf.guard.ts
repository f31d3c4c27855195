import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../platform/http/api-error.js';

/** The token of a session's forms: an HMAC under the session's own token, which only its browser has. */
export function csrfToken(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('csrf').digest('base64url');
}

const fields = z.object({ csrf: z.string() });

/** Lets in only forms that carry the token of the session, so that no other site can send one. */
@Injectable()
export class CsrfGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body, consoleSession } = context.switchToHttp().getRequest<FastifyRequest>();
    const given = fields.safeParse(body).data?.csrf;
    if (given && consoleSession && same(given, consoleSession.csrfToken)) return true;
    throw new ApiError(
      'FORBIDDEN',
      'This form belongs to an earlier sign-in. Go back, load the page again, and send it once more.',
    );
  }
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
