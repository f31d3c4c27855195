import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { pathOf } from './server.js';

/** Which requests something happens to, and how often. */
export interface Aim {
  /** @default any method */
  method?: string;
  /** Matched against the path without its query. @default any path */
  path?: RegExp;
  /** How many requests it happens to. @default 1 */
  times?: number;
}

/** A fault to happen to the next matching requests. For tests. */
export interface Fault<Mode extends string | number> extends Aim {
  /**
   * - `reset-before`: the connection breaks and nothing has happened
   * - `reset-after`: the request is carried out, then the connection breaks instead of an answer
   * - `delay`: the request is carried out, `delayMs` after it arrived
   * - a number: nothing happens but the provider's answer of that HTTP status, from 400
   * - a word of the provider's own: nothing happens but its answer
   */
  mode: 'reset-before' | 'reset-after' | 'delay' | Mode;
  /** Milliseconds. @default 1000 */
  delayMs?: number;
}

/** The faults that are still to happen, oldest first. */
export class Faults<F extends Aim> {
  private pending: { fault: F; left: number }[] = [];

  add(fault: F): void {
    this.pending.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.pending = [];
  }

  /** The fault that happens to this request, if one does. */
  take(method: string, path = ''): F | undefined {
    const match = this.pending.find(
      ({ fault }) => (!fault.method || fault.method === method) && (!fault.path || fault.path.test(path)),
    );
    if (!match) return undefined;
    match.left -= 1;
    this.pending = this.pending.filter(({ left }) => left > 0);
    return match.fault;
  }
}

/**
 * Lets faults happen to a server's requests of the given paths. `refuse` gives the provider's answer to a mode of its own.
 */
export function playFaults<Mode extends string | number, F extends Fault<Mode>>(
  server: FastifyInstance,
  faults: Faults<F>,
  paths: RegExp,
  refuse: (reply: FastifyReply, mode: Mode, fault: F) => Promise<void>,
): void {
  const unanswered = new WeakSet<FastifyReply>();

  server.addHook('preHandler', async (request, reply) => {
    const path = pathOf(request);
    const fault = paths.test(path) ? faults.take(request.method, path) : undefined;
    if (!fault) return;
    const mode: Fault<Mode>['mode'] = fault.mode;
    if (mode === 'delay') await sleep(pauseOf(fault));
    else if (mode === 'reset-after') unanswered.add(reply);
    else if (mode === 'reset-before') breakOff(reply);
    else await refuse(reply, mode, fault);
  });

  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (unanswered.has(reply)) breakOff(reply);
    else done();
  });
}

/** How long a request waits, in milliseconds: 0 unless the fault is a delay. */
export function pauseOf(fault: Fault<string | number> | undefined): number {
  return fault?.mode === 'delay' ? (fault.delayMs ?? 1000) : 0;
}

/** Breaks the connection of a request. */
export function breakOff(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}
