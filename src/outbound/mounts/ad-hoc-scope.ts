import { callScope, runInCallScope, type CallScope } from '../call-scope.js';
import { Operation } from '../operation.js';
import type { HttpRequest } from '../outbound-call.js';
import { withinDeadline, type RequestLimits } from './deadline-within.js';
import { pathTemplate } from './path-template.js';
import type { RoadLike } from './road-like.js';

/**
 * Runs `work`, which sends one request, under the scope of the provider's method around it. A request that no method
 * describes (an injected `HttpService`) becomes an operation of its own: `http.get`, with the template of its path, the
 * SDK's timeout or that of the road, and the idempotency key of its own header, if it carries one.
 * @throws ValidationError when that key or that timeout is not what `CallOptions` describes
 */
export function inScope<T>(
  road: RoadLike,
  request: Pick<HttpRequest, 'method' | 'url' | 'headers'>,
  limits: RequestLimits,
  work: (scope: CallScope) => Promise<T>,
): Promise<T> {
  const scope = callScope();
  if (!scope) return inAdHocScope(road, request, limits, work);
  return withinDeadline(scope.deadline, limits, (deadline) => {
    if (deadline === scope.deadline) return work(scope);
    const narrowed = { ...scope, deadline };
    return runInCallScope(narrowed, () => work(narrowed));
  });
}

function inAdHocScope<T>(
  { provider, policy, settings }: RoadLike,
  { method, url, headers }: Pick<HttpRequest, 'method' | 'url' | 'headers'>,
  { signal, timeoutMs }: RequestLimits,
  work: (scope: CallScope) => Promise<T>,
): Promise<T> {
  const idempotencyKey = policy.writes.by === 'header' ? headers[policy.writes.header] : undefined;
  const about = {
    provider,
    operation: `http.${method.toLowerCase()}`,
    defaultTimeoutMs: settings.timeoutMs,
  };
  const options = {
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(signal && { signal }),
  };
  return Operation.run(about, options, (operation) => {
    const scope = operation.scope(pathTemplate(url.pathname));
    return runInCallScope(scope, () => work(scope));
  });
}
