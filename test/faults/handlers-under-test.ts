import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { PrismaService, type Transaction } from '../../src/platform/database/prisma.service.js';
import {
  OnWebhook,
  type WebhookBatchContext,
  type WebhookContext,
} from '../../src/webhooks/handlers/on-webhook.js';

/** As many attempts as it takes: what fails by chance must not end in the dead letter by chance. */
const PATIENT = { retryDelaysMs: Array.from({ length: 30 }, () => 200) };
/** Of all runs of a handler that may fail, this share does, after it wrote. */
const FAILING = 0.2;

const ordered = process.env.BROKEN !== 'no-order';

/** One handler for each way of taking events. Each leaves a row in `effects` for each run that counts. */
@Injectable()
class HandlersUnderTest {
  constructor(private readonly prisma: PrismaService) {}

  @OnWebhook('stripe', 'payment_intent.succeeded')
  async count({ event, tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    await leave(tx, 'count', event.externalId);
  }

  /** Reads, waits and writes, as whoever relies on being alone with a key. */
  @OnWebhook('stripe', 'charge.updated', {
    ...PATIENT,
    ...(ordered && { orderBy: ({ payload }) => payload.data.object.id }),
  })
  async order({ event, tx }: WebhookContext<'stripe', 'charge.updated'>): Promise<void> {
    const key = event.payload.data.object.id;
    const [balance] = await tx.$queryRaw<{ value: number }[]>`SELECT value FROM balances WHERE key = ${key}`;
    await sleep(Math.random() * 5);
    await tx.$executeRaw`
      INSERT INTO balances (key, value) VALUES (${key}, 1)
      ON CONFLICT (key) DO UPDATE SET value = ${(balance?.value ?? 0) + 1}`;
    await leave(tx, 'order', event.externalId, key);
    failByChance();
  }

  @OnWebhook('stripe', 'customer.updated', {
    ...PATIENT,
    newestBy: ({ payload }) => payload.data.object.id,
  })
  async newest({ event, tx }: WebhookContext<'stripe', 'customer.updated'>): Promise<void> {
    await leave(tx, 'newest', event.externalId, event.payload.data.object.id, event.occurredAt);
    failByChance();
  }

  @OnWebhook('stripe', 'invoice.paid', { ...PATIENT, batch: 50 })
  async batch({ events, tx }: WebhookBatchContext<'stripe', 'invoice.paid'>): Promise<void> {
    for (const { externalId } of events) await leave(tx, 'batch', externalId);
    failByChance();
  }

  @OnWebhook('stripe', 'charge.refunded')
  async steady({ event, tx }: WebhookContext<'stripe', 'charge.refunded'>): Promise<void> {
    await leave(tx, 'steady', event.externalId);
  }

  @OnWebhook('stripe', 'charge.refunded', PATIENT)
  async shaky({ event, tx }: WebhookContext<'stripe', 'charge.refunded'>): Promise<void> {
    await leave(tx, 'shaky', event.externalId);
    failByChance();
  }

  /** Says that it has begun, then takes as long as the event says: waiting, or keeping the whole process busy. */
  @OnWebhook('stripe', 'payout.paid')
  async slow({ event, tx }: WebhookContext<'stripe', 'payout.paid'>): Promise<void> {
    const { wait_ms: waitMs = '0', block_ms: blockMs = '0' } = event.payload.data.object.metadata ?? {};
    await this.prisma.$executeRaw`INSERT INTO starts (event_id) VALUES (${event.externalId})`;
    await leave(tx, 'slow', event.externalId);
    await sleep(Number(waitMs));
    const end = performance.now() + Number(blockMs);
    while (performance.now() < end); // as a long loop or a huge JSON would
  }
}

@Module({ providers: [HandlersUnderTest] })
export class ModuleUnderTest {}

async function leave(
  tx: Transaction,
  handler: string,
  eventId: string,
  key?: string,
  occurredAt?: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO effects (handler, event_id, key, occurred_at)
    VALUES (${handler}, ${eventId}, ${key ?? null}, ${occurredAt ?? null})`;
}

function failByChance(): void {
  if (Math.random() < FAILING) throw new Error('This run fails by chance.');
}
