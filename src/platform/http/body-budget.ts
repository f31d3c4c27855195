import { normalizeIp } from '@nestjs/throttler';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';
import { HeldBodies } from './held-bodies.js';

/**
 * Bytes of bodies that are held at once, over all connections. Beyond, senders are told to come again. Routes that take
 * large bodies have as much of their own: a few uploads of files must not keep webhooks out.
 */
const MAX_BYTES_AT_ONCE = 64 * 1024 * 1024;

/** Bodies announced to be no longer than this are not counted, in bytes: they take no more than their connections do. */
const SMALL_BYTES = 16 * 1024;

/**
 * Bounds the memory that bodies take while they are read and worked on, as a whole and by network. Answers 503 OVERLOADED, which providers take as
 * a reason to send again later. What counts is what has arrived, not what was announced: else a few senders that announce
 * much and send nothing would keep out everybody.
 */
export function boundBodies(fastify: FastifyInstance, bytesAtOnce = MAX_BYTES_AT_ONCE): void {
  const ordinary = new HeldBodies(bytesAtOnce);
  const large = new HeldBodies(bytesAtOnce, 1);
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (isSmall(request)) return done(null, payload);
    const network = normalizeIp(request.ip);
    const held = request.routeOptions.config.largeBody ? large : ordinary;
    let own = 0;
    const count = (chunk: Buffer) => {
      own += chunk.length;
      if (held.take(network, chunk.length)) return;
      giveBack();
      payload.emit('error', tooMuch()); // Fastify drops what it has read, and answers with it
    };
    const giveBack = () => {
      payload.off('data', count);
      held.giveBack(network, own);
      own = 0;
    };
    payload.on('data', count);
    payload.on('error', () => {}); // where nobody reads the body, nobody else listens
    // Not Fastify's onResponse: it stays away when the sender goes away in the middle.
    reply.raw.once('close', giveBack);
    done(null, payload);
  });
}

function isSmall({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= SMALL_BYTES;
}

function tooMuch(): ApiError {
  return new ApiError('OVERLOADED', 'Too many bodies are on their way in. Send it again.', {
    retryAfterSeconds: 5,
  });
}
