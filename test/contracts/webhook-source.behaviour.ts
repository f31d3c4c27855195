import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { forgedValues, withHeader, withOtherCharacter } from '../forgery/forged-headers.js';
import { oddBody, oddities, withByte } from '../forgery/odd-bodies.js';
import { PUBLIC_URL, type Answer, type Delivery, type WatchedHookline } from '../forgery/watched-hookline.js';
import type { SignedDelivery, SignOptions, WebhookSigner } from '../support/webhook-signer.js';

export interface WebhookSourceUnderTest {
  signer: WebhookSigner;
  /** How old a signature may be, in ms. @default five minutes */
  maxAgeMs?: number;
  /** Where it is tried; asked for once the tests run. */
  watched(): WatchedHookline;
}

/** What became of a request: its status, and the rows that there are more. */
interface Outcome {
  status: number;
  events: number;
  payloads: number;
}

type Named = readonly (readonly [name: string, delivery: Delivery])[];

const STORED: Outcome = { status: 200, events: 1, payloads: 1 };
const REPEATED: Outcome = { status: 200, events: 0, payloads: 0 };
const REFUSED: Outcome = { status: 401, events: 0, payloads: 0 };

/** How far ahead of our clock a signature may be, in ms. */
const MAX_AHEAD_MS = 300_000;
/** How near to a bound of time is tested, in ms: a busy machine may take a while from signing to checking. */
const NEAR_MS = 30_000;

const ODD_CONTENT_TYPES = [
  undefined,
  '',
  'nonsense',
  'text/plain',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
];

const STACK_TRACE = /\\n\s*at |node_modules|file:\/\/|\.[jt]s:\d/;

const refusal = z.strictObject({
  error: z.strictObject({
    code: z.enum(['INVALID_SIGNATURE', 'MALFORMED_JSON', 'VALIDATION_ERROR', 'UNSUPPORTED_MEDIA_TYPE']),
    message: z.string().min(1),
    details: z.array(z.strictObject({ field: z.string(), issue: z.string() })),
    correlation_id: z.string().min(1),
    timestamp: z.iso.datetime(),
    documentation_url: z.url(),
  }),
});

/** What every source of webhooks does, whoever sends: it believes what is signed, once, and nothing else. */
export function describeWebhookSource(subject: WebhookSourceUnderTest): void {
  const { signer, maxAgeMs = 300_000 } = subject;
  const { provider, secrets, signatureHeader, coversBody, coversTime } = signer;
  const path = `/webhooks/${provider}`;
  const ours = `${path}/${provider}_ours`;
  const theirs = `${path}/${provider}_theirs`;

  const usualHeaders = Object.entries(signer.sign().headers).filter(([name]) => name !== 'Content-Type');
  const headersWithAlgorithm = usualHeaders.filter(([, value]) => /sha-?256/i.test(value));
  // Salesforce signs nothing, and its headers prove nothing.
  const hasSignature = signatureHeader !== 'Content-Type';

  describe(`${provider} as a source of webhooks`, () => {
    let watched: WatchedHookline;

    beforeAll(async () => {
      watched = subject.watched();
      const accounts = [
        ['ours', secrets[0]],
        ['theirs', secrets[1]],
      ];
      for (const [account, secret] of accounts) {
        const address = `/v1/webhook-accounts/${provider}/${provider}_${account}`;
        expect(await watched.hookline.api('PUT', address, { secrets: [secret] })).toMatchObject({
          status: 200,
        });
      }
    });

    const sign = (options: SignOptions = {}, at = path) => signer.sign({ url: PUBLIC_URL + at, ...options });
    const signature = ({ headers }: SignedDelivery) => headers[signatureHeader] ?? '';

    /** Posts it. Whatever is not answered 200 has the error format, and gives nothing away. */
    async function outcome(delivery: Delivery, at = path, to = watched.hookline): Promise<Outcome> {
      const before = await watched.rows();
      const answer = await watched.post(at, delivery, to);
      const after = await watched.rows();
      if (answer.status !== 200) expectPlainRefusal(answer);
      return {
        status: answer.status,
        events: after.events - before.events,
        payloads: after.payloads - before.payloads,
      };
    }

    function expectPlainRefusal({ text, requestId }: Answer): void {
      const { error } = refusal.parse(JSON.parse(text));
      expect(error.correlation_id).toBe(requestId);
      expect(text).not.toMatch(STACK_TRACE);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }

    /** Those among forged requests that were not {@link REFUSED}. */
    async function believed(forged: Named): Promise<unknown[]> {
      const outcomes: (Outcome & { name: string })[] = [];
      for (const [name, delivery] of forged) outcomes.push({ name, ...(await outcome(delivery)) });
      return outcomes.filter(({ status, events, payloads }) => status !== 401 || events + payloads > 0);
    }

    describe('what it believes', () => {
      it('is stored, and only once when a captured request is sent again', async () => {
        const delivery = sign();
        expect(await outcome(delivery)).toEqual(STORED);
        expect(await outcome(delivery)).toEqual(REPEATED);
        expect(await outcome(delivery)).toEqual(REPEATED);
      });

      it('is signed with either secret while they are being rotated', async () => {
        for (const secret of secrets) {
          expect(await outcome(sign({ secret }), path, watched.rotating)).toEqual(STORED);
        }
      });

      it('is, of a connected account, signed with that account’s own secret', async () => {
        const [ourSecret, theirSecret] = secrets;
        expect(await outcome(sign({ secret: ourSecret }, ours), ours)).toEqual(STORED);
        expect(await outcome(sign({ secret: theirSecret }, theirs), theirs)).toEqual(STORED);
        expect(await outcome(sign({ secret: ourSecret }, theirs), theirs)).toEqual(REFUSED);
        expect(await outcome(sign({ secret: theirSecret }, ours), ours)).toEqual(REFUSED);
        expect(await outcome(sign({ secret: theirSecret }))).toEqual(REFUSED);
      });
    });

    if (coversTime) {
      describe('a signature with a time', () => {
        it('is good up to a certain age, and a little ahead of our clock', async () => {
          const now = Date.now();
          expect(await outcome(sign({ at: new Date(now - maxAgeMs + NEAR_MS) }))).toEqual(STORED);
          expect(await outcome(sign({ at: new Date(now + MAX_AHEAD_MS - NEAR_MS) }))).toEqual(STORED);
        });

        it('is refused when it is older, or further ahead', async () => {
          const now = Date.now();
          const forged: Named = [
            ['just too old', sign({ at: new Date(now - maxAgeMs - NEAR_MS) })],
            ['a year old', sign({ at: new Date(now - 365 * 86_400_000) })],
            ['from 1970', sign({ at: new Date(0) })],
            ['ahead', sign({ at: new Date(now + MAX_AHEAD_MS + NEAR_MS) })],
            ['a day ahead', sign({ at: new Date(now + 86_400_000) })],
          ];
          expect(await believed(forged)).toEqual([]);
        });

        if (usualHeaders.length > 1) {
          it('is refused beside another time than the one that was signed', async () => {
            const early = sign({ at: new Date(Date.now() - 60_000) });
            const late = sign({ body: early.body });
            expect(await outcome(withHeader(late, signatureHeader, signature(early)))).toEqual(REFUSED);
          });

          it('is refused when any header is missing', async () => {
            const good = sign();
            const forged = usualHeaders.map(([name]) => [name, withHeader(good, name, undefined)] as const);
            expect(await believed(forged)).toEqual([]);
          });
        }
      });
    }

    if (coversBody) {
      describe('a body', () => {
        it('is refused with any of its bits flipped', async () => {
          const good = sign();
          await fc.assert(
            fc.asyncProperty(fc.nat(), fc.nat(7), async (position, bit) => {
              const byte = (good.body[position % good.body.length] ?? 0) ^ (1 << bit);
              const flipped = { ...good, body: withByte(good.body, position, byte) };
              expect(await outcome(flipped)).toEqual(REFUSED);
            }),
            { numRuns: 15 },
          );
        });

        it('is refused when it is cut short, goes on, or is another one', async () => {
          const good = sign();
          const bodies: readonly (readonly [string, Buffer])[] = [
            ['none', Buffer.alloc(0)],
            ['without its last byte', good.body.subarray(0, -1)],
            ['without its first byte', good.body.subarray(1)],
            ['one half', good.body.subarray(0, good.body.length / 2)],
            ['with a space', Buffer.concat([good.body, Buffer.from(' ')])],
            ['with a nul', Buffer.concat([good.body, Buffer.alloc(1)])],
            ['twice', Buffer.concat([good.body, good.body])],
            ['of another event', sign().body],
          ];
          const forged = bodies.map(([name, body]) => [name, { ...good, body }] as const);
          expect(await believed(forged)).toEqual([]);
        });
      });
    }

    if (hasSignature) {
      describe('a signature', () => {
        it('is refused when it is missing, of another kind or length, or written otherwise', async () => {
          const good = sign();
          expect(await outcome(withHeader(good, signatureHeader, undefined))).toEqual(REFUSED);
          const forged = [...forgedValues(signature(good))].map(
            ([name, value]) => [name, withHeader(good, signatureHeader, value)] as const,
          );
          expect(await believed(forged)).toEqual([]);
        });

        if (headersWithAlgorithm.length > 0) {
          it('is refused when another algorithm is named for it', async () => {
            const good = sign();
            const forged = headersWithAlgorithm.flatMap(([header]) =>
              ['SHA1', 'SHA512', 'MD5', 'none', ''].map((algorithm) => {
                const value = good.headers[header]?.replace(/sha-?256/i, algorithm);
                return [`${header}: ${algorithm}`, withHeader(good, header, value)] as const;
              }),
            );
            expect(await believed(forged)).toEqual([]);
          });
        }

        it('is refused with any of its characters changed', async () => {
          const good = sign();
          await fc.assert(
            fc.asyncProperty(fc.nat(), async (position) => {
              const value = withOtherCharacter(signature(good), position);
              expect(await outcome(withHeader(good, signatureHeader, value))).toEqual(REFUSED);
            }),
            { numRuns: 15 },
          );
        });

        it('is refused when it is anything else', async () => {
          const good = sign();
          const character = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f);
          const text = fc.array(character, { maxLength: 100 }).map((codes) => String.fromCharCode(...codes));
          await fc.assert(
            fc.asyncProperty(text, async (value) => {
              expect(await outcome(withHeader(good, signatureHeader, value))).toEqual(REFUSED);
            }),
            { numRuns: 15 },
          );
        });

        it('is refused when it is forged, however often it stands there', async () => {
          const good = sign();
          const forged = Array.from({ length: 40 }, () => signature(sign({ secret: secrets[1] })));
          for (const values of [forged.slice(0, 2), forged]) {
            expect(await outcome(withHeader(good, signatureHeader, values))).toEqual(REFUSED);
          }
        });

        it('that stands there twice is no worse than one: its event is stored once, or refused', async () => {
          const good = sign();
          const twice = withHeader(good, signatureHeader, [signature(good), signature(good)]);
          expect([STORED, REFUSED]).toContainEqual(await outcome(twice));
        });

        it('is refused for any body when somebody else made it', async () => {
          await fc.assert(
            fc.asyncProperty(oddities, async (oddity) => {
              const body = oddBody(oddity, sign().body);
              expect(await outcome(sign({ secret: secrets[1], body }))).toEqual(REFUSED);
            }),
            { numRuns: 15 },
          );
        });
      });
    } else {
      describe('a request that only names its sender', () => {
        it('is refused when it names another, none, or not quite the right one', async () => {
          const { headers, body } = sign();
          const [name] = secrets;
          const others = [
            secrets[1],
            '',
            name.slice(0, 14),
            `${name}x`,
            name.toLowerCase(),
            'a'.repeat(7_000),
          ];
          const forged = others.map((other) => {
            const named = Buffer.from(body.toString().replace(name, other));
            return [other, { headers, body: named }] as const;
          });
          expect(await believed(forged)).toEqual([]);
        });

        it('is refused without its header, and when it is cut short', async () => {
          const good = sign();
          const half = { ...good, body: good.body.subarray(0, good.body.length / 2) };
          expect(await outcome(withHeader(good, signatureHeader, undefined))).toEqual(REFUSED);
          expect(await outcome(half)).toEqual(REFUSED);
        });
      });
    }

    describe('a request of any kind', () => {
      it('is stored or refused when it is signed, and is no fault of ours either way', async () => {
        await fc.assert(
          fc.asyncProperty(oddities, async (oddity) => {
            const { status, events } = await outcome(sign({ body: oddBody(oddity, sign().body) }));
            expect(hasSignature ? [200, 400] : [200, 400, 401]).toContain(status);
            if (status !== 200) expect(events).toBe(0);
          }),
          { numRuns: 50 },
        );
      });

      it('is stored or refused, whatever type it is said to have', async () => {
        for (const type of ODD_CONTENT_TYPES) {
          const { status, events } = await outcome(withHeader(sign(), 'Content-Type', type));
          expect([200, 400, 401, 415]).toContain(status);
          expect(events).toBe(status === 200 ? 1 : 0);
        }
      });

      it('can be shown once it is stored', async () => {
        const list = await watched.hookline.api('GET', `/v1/webhook-events?provider=${provider}&limit=50`);
        expect(list.body.data.length).toBeGreaterThan(3);
        for (const { id } of list.body.data as { id: string }[]) {
          const { status, body } = await watched.hookline.api('GET', `/v1/webhook-events/${id}`);
          expect({ status, id: body.id }).toEqual({ status: 200, id });
          expect(JSON.stringify(body)).not.toContain(secrets[0]);
        }
      });
    });
  });
}
