import type { Connection } from '../../contracts/connections.js';

const HOUR_MS = 3_600_000;

/** A token whose renewal keeps failing is shown as ending this long before it does, in ms. */
export const ENDS_SOON_MS = 24 * HOUR_MS;

/** A token that cannot be renewed is shown as ending this long before it does, in ms. */
export const ENDS_FOR_GOOD_SOON_MS = 7 * 24 * HOUR_MS;

/** How a connection does. Of several that hold, the first in this order is the one that is told. */
export const HEALTH_STATES = [
  'disconnected',
  'revoked',
  'needs_reauth',
  'provider_down',
  'expiring',
  'scope_missing',
  'ok',
] as const;

export type HealthState = (typeof HEALTH_STATES)[number];

/** What a connection's health is told from. */
export interface HealthFacts {
  readonly connection: Pick<Connection, 'status' | 'expiresAt' | 'refreshAt' | 'refreshFailures'>;
  /** Whether a circuit breaker holds back calls for it, or only lets trials through. */
  readonly isHeldBack: boolean;
  readonly lacksScopes: boolean;
  readonly now: Date;
}

/** The one state of a connection: what ends its calls for good, before what ends them now, soon, or some of them. */
export function healthState({ connection, isHeldBack, lacksScopes, now }: HealthFacts): HealthState {
  if (connection.status !== 'connected') return connection.status;
  const leftMs = connection.expiresAt ? connection.expiresAt.getTime() - now.getTime() : Infinity;
  const canRenew = connection.refreshAt !== undefined;
  const renewalFails = connection.refreshFailures > 0;
  if (leftMs <= 0 && !canRenew) return 'needs_reauth';
  if (isHeldBack || (leftMs <= 0 && renewalFails)) return 'provider_down';
  const isEnding = canRenew ? renewalFails && leftMs <= ENDS_SOON_MS : leftMs <= ENDS_FOR_GOOD_SOON_MS;
  if (isEnding) return 'expiring';
  return lacksScopes ? 'scope_missing' : 'ok';
}
