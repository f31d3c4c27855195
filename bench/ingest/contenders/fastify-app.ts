import { createHmac, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyRequest } from 'fastify';
import { settings } from './settings.js';

/** A verified event, as it is to be stored. */
export interface IncomingEvent {
  externalId: string;
  type: string;
  receivedAt: Date;
  headers: string;
  body: Buffer;
}

const TOLERANCE_SECONDS = 300;

/**
 * Listens with as little around it as a webhook can have: the bytes, Stripe's signature checked by hand, the two fields
 * that are needed, and `store`, which resolves to whether the event was new.
 */
export async function listen(store: (event: IncomingEvent) => Promise<boolean>): Promise<void> {
  const app = Fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.post('/webhooks/stripe', async (request: FastifyRequest<{ Body: Buffer }>, reply) => {
    const { headers, body } = request;
    if (!isSigned(body, String(headers['stripe-signature']))) {
      return reply.code(400).send({ error: 'Not signed by Stripe.' });
    }
    const { id, type } = JSON.parse(body.toString()) as { id: string; type: string };
    const event = { externalId: id, type, receivedAt: new Date(), headers: JSON.stringify(headers), body };
    const stored = await store(event);
    return { stored: Number(stored), duplicates: Number(!stored) };
  });
  await app.listen({ host: '127.0.0.1', port: settings.PORT });
}

/** @see https://docs.stripe.com/webhooks#verify-manually */
function isSigned(body: Buffer, header: string): boolean {
  const [, timestamp = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  const age = Math.floor(Date.now() / 1_000) - Number(timestamp);
  const expected = createHmac('sha256', settings.STRIPE_WEBHOOK_SECRETS)
    .update(`${timestamp}.`)
    .update(body)
    .digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected) && age <= TOLERANCE_SECONDS;
}
