import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { ApiError } from '../../platform/http/api-error.js';

/**
 * Refuses forms that a page of another site sends. Browsers say where a POST comes from, by `Sec-Fetch-Site` and
 * `Origin`; what says neither is not a browser.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  constructor(@Inject(platformConfig.token) private readonly config: PlatformConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.comesFromHere(headers)) return true;
    throw new ApiError(
      'FORBIDDEN',
      `This form was sent by a page of another address. Open the console at ${this.config.publicUrl}/console.`,
    );
  }

  private comesFromHere({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    if (origin === undefined) return true;
    if (!URL.canParse(origin)) return false; // `null`: from a frame without an origin
    return origin === new URL(this.config.publicUrl).origin || new URL(origin).host === host;
  }
}
