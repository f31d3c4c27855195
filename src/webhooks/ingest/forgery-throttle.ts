import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import { RateLimitError } from '../../contracts/errors.js';
import { SecurityEvents } from '../../platform/security/security-events.js';
import { FailureThrottles } from '../../platform/throttling/failure-throttle.js';

/**
 * Has senders of many wrong signatures wait before another is computed. What counts is provider and network, but an
 * address from which true webhooks of that provider came within the hour is always looked at: a provider sends for many
 * accounts, of which one may have a wrong secret, and where a proxy was not named by TRUST_PROXY, everybody has its
 * address. Only who sends nothing true is refused unseen; providers send again, so nothing is lost by that.
 */
@Injectable()
export class ForgeryThrottle {
  constructor(
    private readonly throttles: FailureThrottles,
    private readonly security: SecurityEvents,
  ) {}

  /** @throws RateLimitError when too many forgeries came from there, and nothing else */
  admit(provider: string, address: string): void {
    const { signatures } = this.throttles;
    if (!signatures.someoneWaits) return;
    const waitMs = signatures.waitMs(networkOf(provider, address), senderOf(provider, address));
    if (!waitMs) return;
    this.security.note('throttled', { address, provider });
    throw new RateLimitError(
      'Too many requests from this address were not signed as they should be. Wait a little before the next one.',
      { provider, operation: 'webhooks.receive' },
      waitMs,
    );
  }

  believed(provider: string, address: string): void {
    this.throttles.signatures.succeeded(senderOf(provider, address));
  }

  refused(provider: string, address: string): void {
    this.throttles.signatures.failed(networkOf(provider, address));
    this.security.note('bad_signature', { address, provider });
  }
}

/** Cheap: it is made for every webhook. */
function senderOf(provider: string, address: string): string {
  return `${provider} ${address}`;
}

function networkOf(provider: string, address: string): string {
  return `${provider} ${normalizeIp(address)}`;
}
