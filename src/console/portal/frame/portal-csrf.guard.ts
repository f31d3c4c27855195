import { timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../../platform/http/api-error.js';

const fields = z.object({ csrf: z.string() });

/** Lets in only forms of this very session: no other site's, and none of a page that an earlier link has opened. */
@Injectable()
export class PortalCsrfGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body, portalSession } = context.switchToHttp().getRequest<FastifyRequest>();
    const given = fields.safeParse(body).data?.csrf;
    if (given && portalSession && same(given, portalSession.csrfToken)) return true;
    throw new ApiError(
      'FORBIDDEN',
      'This form belongs to an earlier link. Go back, load the page again, and send it once more.',
    );
  }
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
