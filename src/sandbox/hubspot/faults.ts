import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults.js';
import { sendJson } from '../server.js';
import { HubSpotApiError } from './errors.js';

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

type RefusalMode = number | keyof typeof POLICIES;

/** A fault to happen to the next matching calls of the CRM's API. A limit by its name: a 429 of that limit. */
export type HubSpotFault = Fault<RefusalMode>;

/** Answers as HubSpot does. */
export async function refuse(reply: FastifyReply, mode: RefusalMode): Promise<void> {
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
