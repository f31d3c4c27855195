import { z } from 'zod';
import { PING_TYPE } from '../events/event-type-names.js';
import type { DueDelivery } from './due-delivery.js';
import type { EndedAttempt } from './next-attempt.js';

const pingData = z.object({ url: z.string(), challenge: z.string().min(16) });

const NO_PROOF =
  'It did not answer with the challenge of the ping (data.challenge), as {"challenge": "…"} or as plain text. ' +
  'It gets events once it has.';

const proof = z.object({ challenge: z.string() });

/**
 * What came of a ping at an endpoint that has to prove whose it is: an answer that is not the challenge is no success. Any
 * other attempt is what it is.
 * @param url where it was sent
 */
export function withProof(delivery: DueDelivery, url: URL, ended: EndedAttempt): EndedAttempt {
  if (!delivery.unproved || delivery.type !== PING_TYPE || ended.kind !== 'answered') return ended;
  if (ended.status < 200 || ended.status >= 300) return ended;
  const ping = pingData.parse(JSON.parse(delivery.data ?? '{}'));
  // The challenge of a ping to another URL is known to whoever answers there.
  if (new URL(ping.url).href !== url.href) {
    return { ...ended, refusal: 'The ping was made for the URL before this one: ping it again.' };
  }
  return challengeIn(ended.answer) === ping.challenge ? ended : { ...ended, refusal: NO_PROOF };
}

/** A page that only shows what it was sent would have it somewhere inside: that is no answer. */
function challengeIn(answer: string): string {
  try {
    return proof.parse(JSON.parse(answer)).challenge;
  } catch {
    return answer.trim();
  }
}
