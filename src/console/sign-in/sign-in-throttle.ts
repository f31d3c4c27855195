import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { postgresLimiters } from '../../outbound/rate-limit/shared-limiters.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How many tries in how many seconds. The longer it goes on, the longer is the wait. */
type Limit = readonly [tries: number, seconds: number];

/** For one e-mail address from one network address. */
const OF_BOTH: readonly Limit[] = [
  [5, MINUTE],
  [10, 15 * MINUTE],
  [30, DAY],
];
/** From one network address, whatever e-mail address is tried: an office behind one address signs in, too. */
const OF_ADDRESS: readonly Limit[] = [
  [20, MINUTE],
  [100, HOUR],
];
/** For one e-mail address, wherever it is tried from. */
const OF_EMAIL: readonly Limit[] = [[50, HOUR]];

interface Try {
  readonly email: string;
  readonly address: string;
  /** The person signed in from here before: tries from elsewhere do not keep them out. */
  readonly known: boolean;
}

/**
 * Bounds how fast passwords can be guessed, from one network address (of IPv6, from one /64: whoever has one address there
 * has them all): counted in PostgreSQL, for all replicas, before the password is looked at.
 * Who is kept out by somebody else's tries still has their own address, and a sign-in link from the command line.
 */
@Injectable()
export class SignInThrottle {
  private readonly both: RateLimiterAbstract[];
  private readonly address: RateLimiterAbstract[];
  private readonly email: RateLimiterAbstract[];

  constructor(prisma: BackgroundPrismaService) {
    const { create } = postgresLimiters(prisma);
    const limiters = (name: string, limits: readonly Limit[]) =>
      limits.map(([points, duration]) =>
        create({ keyPrefix: `sign-in:${name}:${duration}`, points, duration }),
      );
    this.both = limiters('both', OF_BOTH);
    this.address = limiters('address', OF_ADDRESS);
    this.email = limiters('email', OF_EMAIL);
  }

  /** Counts a try, and gives how long to wait instead of trying, in seconds; 0 when there were not too many. */
  async count({ email, address, known }: Try): Promise<number> {
    const waits = await Promise.all([
      this.countAddress(address),
      ...this.both.map((limiter) => take(limiter, pair(email, address))),
      ...(known ? [] : this.email.map((limiter) => take(limiter, digest(email)))),
    ]);
    return Math.max(...waits);
  }

  /** Counts a try of a sign-in link, which names nobody. Gives the wait, as {@link count} does. */
  async countAddress(address: string): Promise<number> {
    return Math.max(
      ...(await Promise.all(this.address.map((limiter) => take(limiter, normalizeIp(address))))),
    );
  }

  /** After the right password, the tries before it were somebody's who looked for it. */
  async forgive({ email, address }: Try): Promise<void> {
    await Promise.all([
      ...this.both.map((limiter) => limiter.delete(pair(email, address))),
      ...this.address.map((limiter) => limiter.reward(normalizeIp(address))),
    ]);
  }
}

async function take(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw refused;
  }
}

function pair(email: string, address: string): string {
  return digest(`${email} ${normalizeIp(address)}`);
}

/** What was typed may be of any length, and may be a password in the wrong field. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
