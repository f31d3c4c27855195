import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendJson } from '../server.js';

/** A fault to happen to the next matching request. For tests. */
export interface SalesforceFault {
  /** @default any method */
  method?: string;
  /** Matched against the path without its query. @default any path */
  path?: RegExp;
  /**
   * - `reset-before`: the connection breaks and nothing has happened
   * - `reset-after`: the request is carried out, then the connection breaks instead of an answer
   * - `delay`: the request is carried out a second after it arrived
   * - `daily-limit`: it is refused, the calls of the day are used up
   * - `locked`: it is refused, somebody else is changing the record
   * - a number: nothing happens but an answer of that status
   */
  mode: 'reset-before' | 'reset-after' | 'delay' | 'daily-limit' | 'locked' | number;
  /** How many requests it happens to. @default 1 */
  times?: number;
}

const DELAY_MS = 1_000;

/** The faults that are still to happen, oldest first. */
export class Faults {
  private pending: { fault: SalesforceFault; left: number }[] = [];
  private readonly cutOff = new WeakSet<FastifyRequest>();

  add(fault: SalesforceFault): void {
    this.pending.push({ fault, left: fault.times ?? 1 });
  }

  /** Lets them happen to the requests of a server. */
  attach(server: FastifyInstance): void {
    server.addHook('preHandler', async (request, reply) => {
      const fault = this.take(request);
      if (fault) await this.act(fault.mode, request, reply);
    });
    server.addHook('onSend', async (request) => {
      if (this.cutOff.has(request)) request.raw.socket.resetAndDestroy();
    });
  }

  private take({ method, url }: FastifyRequest): SalesforceFault | undefined {
    const [path = ''] = url.split('?');
    const match = this.pending.find(
      ({ fault }) => (!fault.method || fault.method === method) && (!fault.path || fault.path.test(path)),
    );
    if (!match) return undefined;
    match.left -= 1;
    this.pending = this.pending.filter(({ left }) => left > 0);
    return match.fault;
  }

  private async act(
    mode: SalesforceFault['mode'],
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    if (mode === 'delay') return sleep(DELAY_MS);
    if (mode === 'reset-after') return void this.cutOff.add(request);
    if (mode === 'reset-before') {
      reply.hijack();
      return void request.raw.socket.resetAndDestroy();
    }
    const [status, errorCode, message] = answerOf(mode);
    await sendJson(reply, status, [{ message, errorCode }]);
  }
}

function answerOf(mode: number | 'daily-limit' | 'locked'): [status: number, code: string, message: string] {
  if (mode === 'daily-limit') return [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'];
  if (mode === 'locked') {
    return [400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record or 1 records'];
  }
  if (mode === 503) return [mode, 'SERVER_UNAVAILABLE', 'Server is temporarily unavailable'];
  return [mode, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.'];
}
