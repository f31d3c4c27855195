import { fail, ok, warn, type Finding } from './finding.js';

/** Timestamps of webhooks may be five minutes off, an id token's one; limits that replicas share, a second or so. In ms. */
const NOTED_MS = 5_000;
const HARMFUL_MS = 60_000;

/**
 * How far this machine's clock and another are apart.
 * @param aheadMs of the other one; negative when it is behind
 */
export function clockFinding(check: string, whose: string, aheadMs: number): Finding {
  const seconds = Math.abs(aheadMs) / 1000;
  const apart = `${whose} is ${seconds.toFixed(1)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine`;
  const fix = 'Set both clocks by NTP: signatures, tokens and shared limits depend on them.';
  if (Math.abs(aheadMs) > HARMFUL_MS) return fail(check, apart, fix);
  if (Math.abs(aheadMs) > NOTED_MS) return warn(check, apart, fix);
  return ok(check, `${whose} and this machine agree`);
}
