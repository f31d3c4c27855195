import type { FastifyReply } from 'fastify';
import { breakOff } from '../faults.js';
import { sendJson } from '../server.js';
import { GoogleApiError } from './errors.js';

/** A connection that broke in the middle of a call breaks the batch around it. */
export class BrokenConnection extends Error {}

/** Answers a call of the API. `work` sends a success itself, and throws GoogleApiError for anything else. */
export async function exchange(reply: FastifyReply, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof BrokenConnection) return breakOff(reply);
    if (!(error instanceof GoogleApiError)) throw error;
    await sendJson(reply, error.status, error.toBody());
  }
}
