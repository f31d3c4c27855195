import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../../contracts/connections.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { ApiError } from '../../platform/http/api-error.js';
import { connectConfig, type ConnectConfig } from './connect.config.js';

const MAX_LENGTH = 2_000;

/**
 * Scheme, two slashes and a host, all in visible ASCII and without backslashes: what a browser and `URL` cannot read in
 * two ways. A host in other letters has to be written in its ASCII form (punycode), by which origins are compared.
 */
const PLAIN_ADDRESS = /^https?:\/\/[\w.:[\]-]+(?:[/?#][\x21-\x5b\x5d-\x7e]*)?$/i;

/** The addresses that a flow may lead to in the end: those of `RETURN_TO_ALLOWLIST`, else Hookline's own. */
@Injectable()
export class ReturnTo {
  private readonly origins: ReadonlySet<string>;

  constructor(
    @Inject(connectConfig.token) { returnToOrigins }: ConnectConfig,
    @Inject(platformConfig.token) { publicUrl }: PlatformConfig,
  ) {
    this.origins = new Set(returnToOrigins.length > 0 ? returnToOrigins : [new URL(publicUrl).origin]);
  }

  /**
   * An address in the form in which it goes out again.
   * @throws ApiError VALIDATION_ERROR when its origin is not allowed, or it is no plain address
   */
  allowed(address: string): string {
    const url = plainUrl(address);
    if (url && this.origins.has(url.origin)) return url.href;
    const issue = `must be a whole address below ${[...this.origins].join(' or ')}; RETURN_TO_ALLOWLIST names what is allowed`;
    throw new ApiError('VALIDATION_ERROR', 'return_to does not lead to an allowed place.', {
      details: [{ field: 'return_to', issue }],
    });
  }
}

/** An allowed address, with which connection it is about. */
export function withConnection(returnTo: string, { id, provider }: Connection): string {
  const url = new URL(returnTo);
  url.searchParams.set('connection_id', id);
  url.searchParams.set('provider', provider);
  return url.href;
}

function plainUrl(address: string): URL | undefined {
  if (address.length > MAX_LENGTH || !PLAIN_ADDRESS.test(address)) return undefined;
  return URL.parse(address) ?? undefined;
}
