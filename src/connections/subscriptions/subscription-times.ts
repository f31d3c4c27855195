import type { HeldSubscription, SubscriptionKind } from '../../contracts/connections.js';

/** The first wait after a failure, in ms; it doubles with each further one. */
const FIRST_WAIT_MS = 60_000;
/** The longest wait after a failure, in ms. */
const LONGEST_WAIT_MS = 6 * 3_600_000;
/** How long one is left alone that neither ends nor can be asked about, in ms. */
const NOTHING_TO_DO_MS = 86_400_000;

/**
 * When a subscription is to be renewed; `undefined` for one that does not end. A provider may grant less time than it is
 * to be renewed before: then half of what it granted.
 */
export function renewalTime(
  { expiresAt }: Pick<HeldSubscription, 'expiresAt'>,
  heldSince: Date,
  { renewBeforeMs }: Pick<SubscriptionKind, 'renewBeforeMs'>,
): Date | undefined {
  if (!expiresAt) return undefined;
  const lifetimeMs = expiresAt.getTime() - heldSince.getTime();
  return new Date(expiresAt.getTime() - Math.min(renewBeforeMs, lifetimeMs / 2));
}

/** When a subscription is to be looked after next: at its renewal, or earlier if the provider can be asked about it. */
export function nextLook(
  held: Pick<HeldSubscription, 'expiresAt'>,
  heldSince: Date,
  kind: Pick<SubscriptionKind, 'renewBeforeMs' | 'checkEveryMs' | 'isHeld'>,
  now: Date,
): Date {
  const everyMs = (kind.isHeld && kind.checkEveryMs) || NOTHING_TO_DO_MS;
  const renewal = renewalTime(held, heldSince, kind)?.getTime() ?? Infinity;
  return new Date(Math.min(now.getTime() + everyMs, renewal));
}

/** How long to wait after so many failures in a row, in ms. */
export function waitAfter(failures: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
}
