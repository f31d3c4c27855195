import { PrismaPg } from '@prisma/adapter-pg';
import { errorCode } from '../../../src/platform/errors/error-facts.js';
import type { StripeDelivery } from './nest-app.js';
import { POOL_SIZE, settings } from './settings.js';

interface EventsClient {
  event: { create(args: { data: NewEvent }): Promise<{ id: string }> };
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): Promise<T>;
}

interface NewEvent {
  provider: string;
  externalId: string;
  type: string;
  receivedAt: Date;
  headers: object;
  body: Uint8Array;
}

/** What the contenders use of the client that the bench generates from schema.prisma. */
export interface Prisma extends EventsClient {
  $transaction<T>(work: (tx: EventsClient) => Promise<T>): Promise<T>;
}

/** Its types are not there before the bench runs, hence the cast. */
const generated = (await import(new URL('./generated/client.js', import.meta.url).href)) as {
  PrismaClient: new (options: { adapter: PrismaPg }) => Prisma;
};

export const prisma: Prisma = new generated.PrismaClient({
  adapter: new PrismaPg({ connectionString: settings.DATABASE_URL, max: POOL_SIZE }),
});

/** The row of a delivery. */
export function newEvent({ event, headers, rawBody }: StripeDelivery): NewEvent {
  const { id: externalId, type } = event;
  return { provider: 'stripe', externalId, type, receivedAt: new Date(), headers, body: rawBody };
}

/** Whether it failed because the event was there before. */
export function isDuplicate(error: unknown): boolean {
  return errorCode(error) === 'P2002';
}
