import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendJson } from '../server.js';
import { HubSpotApiError } from './errors.js';

/** A fault to happen to the next matching call of the CRM's API. For tests. */
export interface HubSpotFault {
  /** @default any method */
  method?: string;
  /** Matched against the path without its query. @default any path */
  path?: RegExp;
  /**
   * - `reset-before`: the connection breaks and nothing has happened
   * - `reset-after`: the call is carried out, then the connection breaks instead of an answer
   * - `delay`: the call is carried out, a second late
   * - a status: nothing happens but an answer of it
   * - `daily-limit`, `ten-secondly-limit`, `search-limit`: nothing happens but a 429 of that limit
   */
  mode:
    'reset-before' | 'reset-after' | 'delay' | 'daily-limit' | 'ten-secondly-limit' | 'search-limit' | number;
  /** How many calls it happens to. @default 1 */
  times?: number;
}

const DELAY_MS = 1_000;

/** HubSpot's name of each limit. */
const POLICIES = {
  'daily-limit': 'DAILY',
  'ten-secondly-limit': 'TEN_SECONDLY_ROLLING',
  'search-limit': 'SECONDLY',
};

/** What HubSpot calls an answer of that status. */
const CATEGORIES: Readonly<Record<number, string>> = {
  400: 'VALIDATION_ERROR',
  401: 'INVALID_AUTHENTICATION',
  403: 'MISSING_SCOPES',
  404: 'OBJECT_NOT_FOUND',
  409: 'CONFLICT',
  423: 'OBJECT_LOCKED',
};

/** The faults that are still to happen, oldest first, and the calls that could have one. */
export class Faults {
  /** Calls of the CRM's API so far. */
  calls = 0;
  private pending: { fault: HubSpotFault; left: number }[] = [];

  add(fault: HubSpotFault): void {
    this.pending.push({ fault, left: fault.times ?? 1 });
  }

  /** Makes them happen to the calls of a server. */
  haunt(server: FastifyInstance): void {
    const brokenAfter = new WeakSet<FastifyReply>();

    server.addHook('onRequest', async (request, reply) => {
      const [path = ''] = request.url.split('?');
      if (!path.startsWith('/crm/')) return;
      this.calls += 1;
      const mode = this.take(request.method, path)?.mode;
      if (mode === undefined) return;
      if (mode === 'delay') await sleep(DELAY_MS);
      else if (mode === 'reset-after') brokenAfter.add(reply);
      else if (mode === 'reset-before') disconnect(reply);
      else await refuse(reply, mode);
    });

    server.addHook('onSend', async (_request, reply) => {
      if (brokenAfter.has(reply)) disconnect(reply);
    });
  }

  private take(method: string, path: string): HubSpotFault | undefined {
    const match = this.pending.find(
      ({ fault }) => (!fault.method || fault.method === method) && (!fault.path || fault.path.test(path)),
    );
    if (!match) return undefined;
    match.left -= 1;
    this.pending = this.pending.filter(({ left }) => left > 0);
    return match.fault;
  }
}

function disconnect(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.destroy();
}

async function refuse(reply: FastifyReply, mode: number | keyof typeof POLICIES): Promise<void> {
  if (typeof mode === 'number') {
    const category = CATEGORIES[mode] ?? 'INTERNAL_ERROR';
    await sendJson(reply, mode, new HubSpotApiError(mode, category, 'An injected fault.').toBody());
    return;
  }
  // HubSpot tells what is left of the ten seconds, but not of a search's second.
  if (mode === 'ten-secondly-limit') {
    reply.headers({
      'X-HubSpot-RateLimit-Max': '100',
      'X-HubSpot-RateLimit-Remaining': '0',
      'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
    });
  }
  const policyName = POLICIES[mode];
  await sendJson(reply, 429, {
    status: 'error',
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    errorType: 'RATE_LIMIT',
    category: 'RATE_LIMITS',
    correlationId: randomUUID(),
    policyName,
    requestId: randomUUID(),
  });
}
