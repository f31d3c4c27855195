import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { UnprocessableError } from '../../src/contracts/errors.js';
import type { Notification, Notifier, SentMessage } from '../../src/contracts/notifications.js';
import { NotificationsService } from '../../src/notifications/notifications.service.js';
import { NotifierFacet } from '../../src/platform/facets/facets.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PostOffice } from '../support/post-office.js';

/** So many have to be on their way before any of them arrives. */
const CONVOY = 20;

/** Takes several of one kind in one call, and waits for a convoy otherwise. */
@Injectable()
@NotifierFacet('camel')
class Camel implements Notifier {
  readonly channel = 'chat';
  readonly batchSize = 100;
  private readonly waiting: (() => void)[] = [];

  check(): void {}

  async send({ to }: Notification): Promise<SentMessage> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length >= CONVOY) for (const go of this.waiting.splice(0)) go();
    });
    return { messageId: to, provider: 'camel', channel: 'chat', to, sentAt: new Date(), raw: {} };
  }

  async sendBatch(): Promise<never> {
    throw new Error('None of them is like another.');
  }
}

/** Refuses, in words that no text of PostgreSQL can hold. */
@Injectable()
@NotifierFacet('parrot')
class Parrot implements Notifier {
  readonly channel = 'chat';

  check(): void {}

  async send({ to }: Notification): Promise<SentMessage> {
    const about = { provider: 'parrot', operation: 'notifications.send' };
    if (to === '#cage') throw new UnprocessableError('Squawk \0 \ud83e', about);
    return { messageId: to, provider: 'parrot', channel: 'chat', to, sentAt: new Date(), raw: {} };
  }
}

@Module({ providers: [Camel, Parrot] })
class AnimalsModule {}

const office = new PostOffice();
let hookline: TestHookline;
let notifications: NotificationsService;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [office.module(), AnimalsModule] });
  notifications = hookline.app.get(NotificationsService);
});
afterAll(() => hookline?.close());
beforeEach(() => office.reset());

const recipients = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ to: `customer-${n}@example.com` }));

describe('messages that are due at the same time', () => {
  it('leave side by side when they differ, also by a provider that takes several in one call', async () => {
    const accepted = await Promise.all(
      Array.from({ length: CONVOY }, (_, n) =>
        notifications.send({ provider: 'camel', to: `#oasis-${n}`, text: `Load ${n}`, mode: 'durable' }),
      ),
    );
    const receipts = await eventually('all have arrived', async () => {
      const found = await Promise.all(accepted.map(({ id }) => notifications.get(id)));
      return found.every(({ status }) => status === 'sent') ? found : undefined;
    });
    expect(receipts.map(({ attempts }) => attempts)).toEqual(Array.from({ length: CONVOY }, () => 1));
  });

  it('go by themselves where others get copies: a call takes so many people, not messages', async () => {
    const cc = [{ email: 'archive@example.com' }];
    await notifications.sendToMany({ provider: 'owl', text: 'Hello', cc, recipients: recipients(5) });
    await eventually('all have arrived', () => (office.letters.length >= 5 ? true : undefined));
    expect(office.calls).toMatchObject({ send: 5, batch: 0 });
  });

  it('share a commit, and one whose words the database cannot keep is refused alone', async () => {
    const wanted = { provider: 'pigeon', to: '#team', mode: 'durable' } as const;
    const results = await Promise.allSettled(
      ['one', 'two', 'three'].map((text, n) =>
        notifications.send({ ...wanted, text }, n === 1 ? { idempotencyKey: 'key\0' } : {}),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await eventually('both have arrived', () => (office.letters.length >= 2 ? true : undefined));
    expect(new Set(office.letters.map(({ message }) => message.text))).toEqual(new Set(['one', 'three']));
  });

  it('are settled together, and one whose refusal the database cannot keep as it is does not hold up the others', async () => {
    const accepted = await Promise.all(
      ['#cage', '#garden'].map((to) =>
        notifications.send({ provider: 'parrot', to, text: 'Hello', mode: 'durable' }),
      ),
    );
    const statuses = await eventually('both are settled', async () => {
      const found = await Promise.all(accepted.map(({ id }) => notifications.get(id)));
      return found.some(({ status }) => status === 'queued') ? undefined : found.map(({ status }) => status);
    });
    expect(statuses).toEqual(['failed', 'sent']);
  });

  it('are each other’s repeats when they have one idempotency key, in whatever order they come', async () => {
    const keys = Array.from({ length: 40 }, (_, n) => `key-${n}`);
    const ask = (idempotencyKey: string) =>
      notifications.send(
        { provider: 'pigeon', to: '#team', text: idempotencyKey, mode: 'durable' },
        { idempotencyKey },
      );
    const answers = await Promise.all([...keys, ...keys.toReversed(), ...keys].map(ask));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(keys.length);
    await eventually('all have arrived', () => (office.letters.length >= keys.length ? true : undefined));
    expect(office.letters).toHaveLength(keys.length);
  });
});
