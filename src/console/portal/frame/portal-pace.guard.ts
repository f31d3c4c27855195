import { createHash } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimitError } from '../../../contracts/errors.js';
import { postgresLimiters } from '../../../outbound/rate-limit/shared-limiters.js';
import { BackgroundPrismaService } from '../../../platform/database/prisma.service.js';
import { SecurityEvents } from '../../../platform/security/security-events.js';

/** Forms that a tenant sends in a minute, all its people together. By hand, nobody comes near it. */
const FORMS_A_MINUTE = 100;

/** Bounds how fast a tenant acts: a form may send events, or look at many. Counted in PostgreSQL, for all replicas. */
@Injectable()
export class PortalPaceGuard implements CanActivate {
  private readonly limiter: RateLimiterAbstract;

  constructor(
    prisma: BackgroundPrismaService,
    private readonly security: SecurityEvents,
  ) {
    this.limiter = postgresLimiters(prisma).create({
      keyPrefix: 'portal',
      points: FORMS_A_MINUTE,
      duration: 60,
    });
  }

  /** @throws RateLimitError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { portalSession, ip } = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      await this.limiter.consume(keyOf(portalSession?.tenant ?? ''));
      return true;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      this.security.note('throttled', { address: ip });
      throw new RateLimitError(
        'That was more than can be done in a minute. Wait a little, and send it once more.',
        { provider: 'hookline', operation: 'portal' },
        refused.msBeforeNext,
      );
    }
  }
}

/** A tenant's id may be as long as the column of keys is wide. */
function keyOf(tenant: string): string {
  return createHash('sha256').update(tenant).digest('base64url');
}
