import { Pool } from 'undici';
import { answer, processorTimeMs } from '../answers.js';
import { THING, callFor, checkAnswer } from './calls.js';

/** Bare undici, with as many connections as Hookline's transport has. */
const pool = new Pool(process.env.PROVIDER_URL ?? '', { connections: 64, allowH2: false });
const path = '/v1/things';

async function get(): Promise<void> {
  const { statusCode, body } = await pool.request({ method: 'GET', path });
  checkAnswer(statusCode, await body.bytes());
}

async function post(): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const { statusCode, body } = await pool.request({ method: 'POST', path, headers, body: THING });
  checkAnswer(statusCode, await body.bytes());
}

export const answers = answer({
  get: (durationMs: number) => callFor(durationMs, get),
  post: (durationMs: number) => callFor(durationMs, post),
  timeMs: processorTimeMs,
});
