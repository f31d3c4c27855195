import { errorMessage } from '../../platform/errors/error-facts.js';
import { Deadline } from '../../outbound/deadline.js';
import { TimeoutInterceptor } from '../../outbound/interceptors/timeout.interceptor.js';
import type { OutboundCall } from '../../outbound/outbound-call.js';
import { unanswered } from '../../outbound/outbound-errors.js';
import { compose } from '../../outbound/outbound-interceptor.js';
import { readRateLimitHeaders } from '../../outbound/rate-limit/rate-limit-headers.js';
import { TransportFailure } from '../../outbound/transport/transport-failure.js';
import { Transport } from '../../outbound/transport/transport.js';
import { CHECK_TIMEOUT_MS, type ApiCheck } from './api-check.js';
import { certificateAt } from './server-certificate.js';

/**
 * Calls an address once, without a credential: no repeat hides what is wrong. Redirects are followed within its origin.
 * It may be in a private network, for it is the operator's own wish.
 */
export async function checkUrl(url: URL): Promise<ApiCheck> {
  const transport = new Transport();
  const deadline = new Deadline(CHECK_TIMEOUT_MS);
  const send = compose([new TimeoutInterceptor({ maxRetries: 0 })], transport.send);
  const call: OutboundCall = {
    provider: url.host,
    operation: 'check',
    endpoint: url.pathname,
    method: 'GET',
    url,
    headers: { accept: '*/*' },
    priority: 'interactive',
    safety: { by: 'reading' },
    deadline,
    progress: { attempts: 0 },
  };
  const startedAtMs = performance.now();
  const outcome = await send(call).catch((error: unknown) => ({
    problem: errorMessage(error instanceof TransportFailure ? unanswered(call, error) : error),
  }));
  const latencyMs = performance.now() - startedAtMs;
  deadline.clear();
  await transport.close();
  const answer = 'problem' in outcome ? undefined : outcome;
  return {
    name: `GET ${url.origin}${url.pathname}`,
    problem: 'problem' in outcome ? outcome.problem : problemOf(outcome.status),
    status: answer?.status,
    latencyMs,
    rateLimit: answer && readRateLimitHeaders(answer, Date.now()),
    certificate: await certificateAt(url),
  };
}

function problemOf(status: number): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return `It answered HTTP ${status}, which leads elsewhere. Check that address.`;
  return `It answered HTTP ${status}.`;
}
