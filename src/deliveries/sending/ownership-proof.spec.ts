import { describe, expect, it } from 'vitest';
import type { DueDelivery } from './due-delivery.js';
import type { EndedAttempt } from './next-attempt.js';
import { withProof } from './ownership-proof.js';

const CHALLENGE = 'a-challenge-that-is-long';
const url = new URL('https://acme.example/hooks');

const ping = (changes: Partial<DueDelivery> = {}): DueDelivery => ({
  id: '01981b2a-0000-7000-8000-000000000001',
  number: 1,
  earlier: 0,
  orderKey: 'hookline.ping',
  endpointId: '01981b2a-0000-7000-8000-000000000002',
  endpointVersion: 1,
  unproved: true,
  failingSince: null,
  eventId: '01981b2a-0000-7000-8000-000000000003',
  type: 'hookline.ping',
  subject: null,
  data: JSON.stringify({ url: url.href, challenge: CHALLENGE }),
  versions: null,
  apiVersion: null,
  publishedAt: new Date(),
  requestId: null,
  traceparent: null,
  ...changes,
});

const answered = (answer: string, status = 200): EndedAttempt => ({
  kind: 'answered',
  status,
  answer,
  retryAfterMs: undefined,
});

describe('the proof of an endpoint', () => {
  it.each([
    CHALLENGE,
    `${CHALLENGE}\n`,
    `{"challenge":"${CHALLENGE}"}`,
    `{"ok":true,"challenge":"${CHALLENGE}"}`,
  ])('is its answer %s', (answer) => {
    expect(withProof(ping(), url, answered(answer))).toEqual(answered(answer));
  });

  it.each([
    '',
    'ok',
    `You searched for ${CHALLENGE}`,
    `{"json":{"data":{"challenge":"${CHALLENGE}"}}}`,
    `[{"challenge":"${CHALLENGE}"}]`,
    '{"challenge":"another-challenge-"}',
    'null',
  ])('is not a page that answers 200 with %s', (answer) => {
    expect(withProof(ping(), url, answered(answer))).toMatchObject({
      status: 200,
      refusal: expect.stringContaining('did not answer with the challenge'),
    });
  });

  it('is not the challenge of a ping that was sent to another URL before', () => {
    const victim = new URL(`https://victim.example/?q=${CHALLENGE}`);
    expect(withProof(ping(), victim, answered(CHALLENGE))).toMatchObject({
      refusal: expect.stringContaining('ping it again'),
    });
  });

  it('is asked of pings to unproved endpoints alone', () => {
    expect(withProof(ping({ unproved: false }), url, answered('ok'))).toEqual(answered('ok'));
    expect(withProof(ping({ type: 'order.paid' }), url, answered('ok'))).toEqual(answered('ok'));
    expect(withProof(ping(), url, answered('no', 500))).toEqual(answered('no', 500));
  });
});
