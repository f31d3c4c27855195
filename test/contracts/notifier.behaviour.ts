import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes, randomUUID } from 'node:crypto';
import { IntegrationError, OutcomeUnknownError, ValidationError } from '../../src/contracts/errors.js';
import type { Attachment, Notification, Notifier, SendOptions } from '../../src/contracts/notifications.js';

/** A message as its recipient has it. */
export interface Delivered {
  /** Whoever has it, in the provider's words: what {@link SentMessage.to} says. */
  readonly to: string;
  /** The words: of an e-mail, those of its plain part. */
  readonly text: string;
  readonly attachments: readonly Pick<Attachment, 'name' | 'content'>[];
}

/** A notifier, ready to send at its sandbox. */
interface RunningNotifier {
  notifier: Notifier;
  /** `unknown` has the form of a recipient, but the provider refuses it. */
  to: { good: string; unknown: string };
  /** What has arrived under a reference, oldest first. */
  delivered(reference: string): readonly Delivered[] | Promise<readonly Delivered[]>;
  /**
   * Breaks the connection at the next message, without an answer.
   * - `reset-before`: the provider has done nothing
   * - `reset-after`: it has taken the message
   */
  failNext(mode: 'reset-before' | 'reset-after'): void;
  /** Where requests and answers were not what the provider's published description says. */
  violations?(): readonly string[];
  stop(): Promise<void>;
}

/** What is tested, and what of it differs from one provider to the next. */
export interface NotifierSubject {
  name: string;
  /** What every message to this provider has to have besides `to` and `text`. @default nothing */
  message?: Partial<Notification>;
  /** Messages that are refused before a call leaves, by what is wrong with them: what to change, and the field. */
  bad: Readonly<Record<string, readonly [change: Partial<Notification>, field: string]>>;
  start(): Promise<RunningNotifier>;
}

/** How many messages are sent at once. */
const AT_ONCE = 20;

/** What every notifier does, whoever it is. One suite, so that a product can change providers. */
export function describeNotifier(subject: NotifierSubject): void {
  describe(`${subject.name} as a notifier`, () => {
    let running: RunningNotifier;
    let notifier: Notifier;

    beforeAll(async () => {
      running = await subject.start();
      notifier = running.notifier;
    });
    afterAll(() => running?.stop());

    const message = (change: Partial<Notification> = {}): Notification => ({
      to: running.to.good,
      text: 'Order 42 is paid',
      ...subject.message,
      ...change,
    });

    /** Sends under a reference of its own. */
    async function send(change: Partial<Notification> = {}, options: SendOptions = {}) {
      const reference = randomUUID();
      return { reference, sent: await notifier.send(message(change), { reference, ...options }) };
    }

    describe('sending', () => {
      it('delivers the words to the letter, once, under the reference', async () => {
        const text = 'Zażółć «gęślą» jaźń 🚚 1 + 1 = 2%20\nsecond line';
        const { reference, sent } = await send({ text });
        expect(sent).toMatchObject({ provider: subject.name, channel: notifier.channel });
        expect(sent.messageId).not.toBe('');
        expect(Math.abs(Date.now() - sent.sentAt.getTime())).toBeLessThan(60_000);
        expect(await running.delivered(reference)).toEqual([{ to: sent.to, text, attachments: [] }]);
      });

      it('keeps messages apart', async () => {
        const [first, second] = [await send({ text: 'First' }), await send({ text: 'Second' })];
        expect(first.sent.messageId).not.toBe(second.sent.messageId);
        expect(await running.delivered(first.reference)).toMatchObject([{ text: 'First' }]);
        expect(await running.delivered(second.reference)).toMatchObject([{ text: 'Second' }]);
      });

      it('delivers attachments whole', async () => {
        const attachments = [
          { name: 'Łódź – invoice.pdf', contentType: 'application/pdf', content: randomBytes(100_000) },
          { name: 'note.txt', contentType: 'text/plain', content: Buffer.from('Thank you') },
        ];
        const { reference } = await send({ attachments });
        const [arrived, ...others] = await running.delivered(reference);
        expect(others).toEqual([]);
        expect(arrived?.attachments.map(({ name }) => name)).toEqual(attachments.map(({ name }) => name));
        for (const [index, { content }] of attachments.entries()) {
          expect(Buffer.from(arrived?.attachments[index]?.content ?? []).equals(content)).toBe(true);
        }
      });

      it('delivers each of many that are sent at once, once', async () => {
        const all = await Promise.all(Array.from({ length: AT_ONCE }, () => send()));
        expect(new Set(all.map(({ sent }) => sent.messageId)).size).toBe(AT_ONCE);
        for (const { reference } of all) expect(await running.delivered(reference)).toHaveLength(1);
      });
    });

    describe('a message that cannot be sent', () => {
      it.each(Object.entries(subject.bad))(
        'is refused before any call leaves: %s',
        async (_what, [change, field]) => {
          expect(() => notifier.check(message(change))).toThrow(ValidationError);
          const reference = randomUUID();
          const refused = notifier.send(message(change), { reference });
          await expect(refused).rejects.toThrow(ValidationError);
          await expect(refused).rejects.toMatchObject({
            provider: subject.name,
            operation: 'notifications.send',
            attempts: 0,
            details: expect.arrayContaining([{ field, issue: expect.any(String) }]),
          });
          expect(await running.delivered(reference)).toEqual([]);
        },
      );

      it('is not refused when nothing is wrong with it', () => {
        expect(() => notifier.check(message())).not.toThrow();
      });

      it('has a recipient whom the provider does not know', async () => {
        const reference = randomUUID();
        const refused = notifier.send(message({ to: running.to.unknown }), { reference });
        await expect(refused).rejects.toThrow(IntegrationError);
        await expect(refused).rejects.toMatchObject({
          provider: subject.name,
          code: expect.stringMatching(/^(NOT_FOUND|VALIDATION_ERROR|UNPROCESSABLE)$/),
          retryable: false,
        });
        expect(await running.delivered(reference)).toEqual([]);
      });
    });

    describe('a lost answer', () => {
      it.each([
        ['reset-after', 1],
        ['reset-before', 0],
      ] as const)('is an unknown outcome, and nothing is sent again: %s', async (mode, delivered) => {
        const reference = randomUUID();
        running.failNext(mode);
        await expect(notifier.send(message(), { reference })).rejects.toThrow(OutcomeUnknownError);
        expect(await running.delivered(reference)).toHaveLength(delivered);
      });
    });

    describe('looking for a message whose answer was lost', () => {
      it('finds what was sent, and nothing that was not', async () => {
        const from = new Date();
        const lost = randomUUID();
        running.failNext('reset-after');
        await expect(notifier.send(message(), { reference: lost })).rejects.toThrow(OutcomeUnknownError);
        const { reference, sent } = await send();
        const find = (wanted: string) => notifier.find?.(message(), { reference: wanted, from });
        const expected = (found: object) => (notifier.find ? found : undefined);
        expect(await find(lost)).toEqual(expected(expect.objectContaining({ to: sent.to })));
        expect(await find(reference)).toEqual(
          expected(
            expect.objectContaining({ messageId: sent.messageId, to: sent.to, sentAt: expect.any(Date) }),
          ),
        );
        expect(await find(randomUUID())).toBeUndefined();
      });
    });

    it('speaks as the provider’s published description says', () => {
      expect(running.violations?.() ?? []).toEqual([]);
    });
  });
}
