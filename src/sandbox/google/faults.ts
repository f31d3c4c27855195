import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults.js';
import { sendJson } from '../server.js';
import { GoogleApiError } from './errors.js';

/** A fault to happen to the next matching calls of the API. */
export interface GoogleFault extends Fault<number> {
  /** What an error gives as its reason. @default what Google mostly means by the status */
  reason?: string;
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'authError',
  403: 'userRateLimitExceeded',
  404: 'notFound',
  409: 'duplicate',
  410: 'deleted',
  412: 'conditionNotMet',
  429: 'rateLimitExceeded',
};

/** @see https://developers.google.com/workspace/calendar/api/guides/errors */
const MESSAGES: Readonly<Record<string, string>> = {
  authError: 'Invalid Credentials',
  rateLimitExceeded: 'Rate Limit Exceeded',
  userRateLimitExceeded: 'User Rate Limit Exceeded',
  quotaExceeded: 'Calendar usage limits exceeded.',
  backendError: 'Backend Error',
  notFound: 'Not Found',
};

/** Answers what Google would say with that status. */
export async function refuse(reply: FastifyReply, status: number, fault: GoogleFault): Promise<void> {
  const reason = fault.reason ?? REASONS[status] ?? (status >= 500 ? 'backendError' : 'badRequest');
  const message = MESSAGES[reason] ?? 'Bad Request';
  const place = /exceeded$/i.test(reason) ? ({ domain: 'usageLimits' } as const) : {};
  await sendJson(reply, status, new GoogleApiError(status, reason, message, place).toBody());
}
