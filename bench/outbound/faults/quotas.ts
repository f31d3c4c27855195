import type { FaultServerOptions } from '../../../test/support/fault-server.js';
import { tooMany, well } from './request.js';

/** A token bucket that holds a second's worth, as Stripe has it: 200 calls at 25 a second take 7 s at best. */
export function quotaByBucket(perSecond: number): FaultServerOptions['answer'] {
  let tokens = perSecond;
  let filledAtMs: number | undefined;
  return (request) => {
    const idleMs = request.at - (filledAtMs ?? request.at);
    tokens = Math.min(perSecond, tokens + (idleMs / 1_000) * perSecond);
    filledAtMs = request.at;
    if (tokens < 1) return tooMany();
    tokens -= 1;
    return well(request);
  };
}

/** So many in each second of the provider's clock, which begins to run with the first request. */
export function quotaByWindow(perSecond: number): FaultServerOptions['answer'] {
  let startedAtMs: number | undefined;
  let window = 0;
  let taken = 0;
  return (request) => {
    startedAtMs ??= request.at;
    const now = Math.floor((request.at - startedAtMs) / 1_000);
    if (now !== window) taken = 0;
    window = now;
    if (taken >= perSecond) return tooMany();
    taken += 1;
    return well(request);
  };
}
