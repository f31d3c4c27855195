import { InvalidSignatureError } from '../../contracts/webhooks.js';

/** How old, or how far ahead of our clock, a signature may be, in seconds. Stripe, Slack and HubSpot say the same. */
export const TOLERANCE_SECONDS = 300;

/**
 * Refuses what was signed too long ago, or in the future: a captured request cannot be sent again later.
 * @throws InvalidSignatureError `stale`, with `signedAt`
 */
export function checkFreshness(signedAt: Date, receivedAt: Date, toleranceSeconds = TOLERANCE_SECONDS): void {
  const ageSeconds = (receivedAt.getTime() - signedAt.getTime()) / 1000;
  if (Math.abs(ageSeconds) <= toleranceSeconds) return;
  const age = `${Math.abs(Math.round(ageSeconds))} s ${ageSeconds > 0 ? 'old' : 'ahead'}`;
  throw new InvalidSignatureError(
    'stale',
    `The signature is ${age}; at most ${toleranceSeconds} s are accepted. Check this machine's clock.`,
    { signedAt },
  );
}
