import type { FastifyReply } from 'fastify';

/** A fault to happen to the next calls of a method. For tests and demonstrations. */
export interface SlackFault {
  /** `chat.postMessage`; `upload` for the bytes of a file. */
  method: string;
  /**
   * - `reset-before`: the connection breaks and nothing has happened
   * - `reset-after`: the call is carried out, then the connection breaks instead of an answer
   * - `error`: nothing happens but a refusal by the word `error`
   */
  mode: 'reset-before' | 'reset-after' | 'error';
  /** Slack's word; `ratelimited` comes with 429. @default 'internal_error' */
  error?: string;
  /** How many calls it happens to. @default 1 */
  times?: number;
}

/** The faults that are still to happen, oldest first. */
export class SlackFaults {
  private pending: { fault: SlackFault; left: number }[] = [];

  add(fault: SlackFault): void {
    this.pending.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault that happens to this call, if one does. */
  take(method: string): SlackFault | undefined {
    const match = this.pending.find(({ fault }) => fault.method === method);
    if (!match) return undefined;
    match.left -= 1;
    this.pending = this.pending.filter(({ left }) => left > 0);
    return match.fault;
  }
}

/** Breaks the connection of a call. */
export function breakOff(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
}
