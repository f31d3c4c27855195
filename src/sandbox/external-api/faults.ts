import { STATUS_CODES } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Fault, Faults, playFaults } from '../faults.js';
import { refuse } from './api.js';
import type { Callers } from './callers.js';
import { ExternalApiRefusal, tooMany } from './refusal.js';

/**
 * - `token-expired`: all tokens end, and the answer is 401
 * - `unknown-field`: the request is carried out, and its answer has a field that the specification does not know
 * - `wrong-answer`: the request is carried out, and `result` is text
 */
type Mode = number | 'token-expired' | keyof typeof CHANGES;

/** A fault to happen to the next matching requests of the API. */
export interface ExternalApiFault extends Fault<Mode> {
  /** Of a 429, in whole seconds. @default it does not say */
  retryAfterSeconds?: number;
}

const CHANGES = {
  'unknown-field': (body: object) => ({ ...body, queue: 'eu-1' }),
  'wrong-answer': (body: object) => ({ ...body, result: 'done' }),
};

const object = z.record(z.string(), z.unknown());

/** Lets faults happen to the requests of the API. Returns what takes them in. */
export function playApiFaults(server: FastifyInstance, callers: Callers): Faults<ExternalApiFault> {
  const faults = new Faults<ExternalApiFault>();
  const changes = new WeakMap<FastifyReply, (body: object) => object>();

  playFaults(server, faults, /^\/v2\//, async (reply, mode: Mode, { retryAfterSeconds }) => {
    if (mode === 'token-expired') {
      callers.endTokens();
      await refuse(reply, new ExternalApiRefusal(401, 'token_expired'));
    } else if (mode === 429) await refuse(reply, tooMany(retryAfterSeconds));
    else if (typeof mode === 'number') {
      await refuse(reply, new ExternalApiRefusal(mode, STATUS_CODES[mode] ?? 'refused'));
    } else changes.set(reply, CHANGES[mode]);
  });

  server.addHook('onSend', async (_request, reply, payload) => {
    const change = changes.get(reply);
    return change ? JSON.stringify(change(object.parse(JSON.parse(String(payload))))) : payload;
  });

  return faults;
}
