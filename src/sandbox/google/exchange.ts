import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendJson } from '../server.js';
import { GoogleApiError } from './errors.js';
import { type Faults, injectedError } from './faults.js';

const DELAY_MS = 1000;

/** What answers a call: sends a success itself, and throws GoogleApiError for anything else. */
type Work = () => Promise<(reply: FastifyReply) => Promise<unknown>>;

/** A connection that broke in the middle of a call breaks the batch around it. */
export class BrokenConnection extends Error {}

/** Answers a call of the API, or lets a fault happen to it. */
export async function exchange(
  faults: Faults,
  request: FastifyRequest,
  reply: FastifyReply,
  work: Work,
): Promise<void> {
  const fault = faults.take(request.method, request.url.split('?', 1)[0] ?? '');
  if (fault?.mode === 'reset-before') return disconnect(reply);
  if (fault?.mode === 'delay') await sleep(fault.delayMs ?? DELAY_MS);
  try {
    if (typeof fault?.mode === 'number') throw injectedError(fault.mode, fault.reason);
    const send = await work();
    if (fault?.mode === 'reset-after') return disconnect(reply);
    await send(reply);
  } catch (error) {
    if (error instanceof BrokenConnection || fault?.mode === 'reset-after') return disconnect(reply);
    if (!(error instanceof GoogleApiError)) throw error;
    await sendJson(reply, error.status, error.toBody());
  }
}

function disconnect(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}
