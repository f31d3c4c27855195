import { TimeoutError } from '../../contracts/errors.js';
import type { Deadline } from '../deadline.js';
import { readJson } from '../json.js';
import type { HttpRequest, OutboundResponse } from '../outbound-call.js';
import { inScope } from './ad-hoc-scope.js';
import type { RequestLimits } from './deadline-within.js';
import { wholeBody, type BodySource } from './request-body.js';
import type { RoadLike } from './road-like.js';

/** A request as an SDK has it: with a body that may still have to be read. */
export interface SdkRequest extends RequestLimits {
  readonly head: Pick<HttpRequest, 'method' | 'url' | 'headers'>;
  readonly body?: BodySource | undefined;
  /** The longest body that is read from a stream, in bytes. */
  readonly maxBodyBytes?: number | undefined;
}

/**
 * Carries an SDK's request over the road.
 * @throws IntegrationError when the road has no answer, or when a success is not the JSON that the provider promises
 * @throws TimeoutError when the body did not come in time
 * @throws the reason of the signal that gave the request up
 */
export function carry(road: RoadLike, request: SdkRequest): Promise<OutboundResponse> {
  const { head, signal, timeoutMs } = request;
  return inScope(road, head, { signal, timeoutMs }, async (scope) => {
    const about = { provider: road.provider, operation: scope.operation };
    const body = await readBody(request, scope.deadline, about);
    const response = await road.send({ ...head, ...(body !== undefined && { body }) });
    const isSuccess = response.status >= 200 && response.status < 300;
    if (road.policy.answersJson && isSuccess && head.method !== 'HEAD') {
      readJson(response, { ...about, attempts: scope.progress.attempts });
    }
    return response;
  });
}

async function readBody(
  { body, maxBodyBytes }: SdkRequest,
  deadline: Deadline,
  about: { provider: string; operation: string },
): Promise<string | Uint8Array | undefined> {
  if (body === undefined) return undefined;
  try {
    return await wholeBody(body, deadline.signal, maxBodyBytes);
  } catch (cause) {
    if (!deadline.timedOut) throw cause;
    const message = `${about.provider} ${about.operation} was not sent: its body did not come within ${deadline.timeoutMs} ms. Try again.`;
    throw new TimeoutError(message, { ...about, cause });
  }
}
