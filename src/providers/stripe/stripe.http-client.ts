import type Stripe from 'stripe';
import { z } from 'zod';
import { ResponseFormatError } from '../../contracts/errors.js';
import { currentCallScope } from '../../outbound/call-scope.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import type { RoadLike } from '../../outbound/mounts/road-like.js';

const method = z.enum(['GET', 'POST', 'DELETE']);
const errorBody = z.looseObject({ error: z.looseObject({}) });

/** Carries a failure of the road through the SDK, which would read properties of whatever else was thrown. */
export class RoadFailure extends Error {
  override readonly name = 'RoadFailure';

  constructor(cause: unknown) {
    super('The road out had no answer', { cause });
  }
}

/** The mount of Stripe's SDK: it opens no socket of its own, its requests travel on our road. */
export class StripeHttpClient implements Stripe.HttpClient {
  constructor(private readonly road: RoadLike) {}

  getClientName(): string {
    return 'hookline';
  }

  /** @throws RoadFailure with the reason as its cause */
  async makeRequest(
    ...[host, port, path, verb, headers, body, protocol]: Parameters<Stripe.HttpClient['makeRequest']>
  ): Promise<Stripe.HttpClientResponse> {
    try {
      const response = await this.road.send({
        method: method.parse(verb),
        url: new URL(`${protocol}://${host}:${port}${path}`),
        headers: lowerCase(headers),
        ...(body && { body }),
      });
      return new StripeHttpResponse(response, readBody(response, this.road.provider));
    } catch (error) {
      throw new RoadFailure(error);
    }
  }
}

/** An answer that has been read whole, in the shape that the SDK asks for. */
class StripeHttpResponse implements Stripe.HttpClientResponse {
  constructor(
    private readonly response: OutboundResponse,
    private readonly body: Record<string, unknown>,
  ) {}

  getStatusCode = (): number => this.response.status;
  getHeaders = (): Record<string, string> => ({ ...this.response.headers });
  /** The SDK writes request id and API version onto it and shows it as `lastResponse`. */
  getRawResponse = (): object => ({});
  toJSON = async (): Promise<Record<string, unknown>> => this.body;
  toStream = (): never => {
    throw new Error('Streamed answers (file downloads) do not travel on this road.');
  };
}

/**
 * The SDK takes any body without `error` for a success, whatever its status, so that both are checked here.
 * @throws ResponseFormatError when a success is not a JSON object
 */
function readBody({ status, headers, body }: OutboundResponse, provider: string): Record<string, unknown> {
  const json = parseJson(body);
  const parsed = isObject(json) ? json : undefined;
  if (status >= 400) {
    const message = `HTTP ${status} without Stripe's usual error body`;
    return errorBody.safeParse(parsed).data ?? { error: { type: 'api_error', message } };
  }
  if (status < 300 && parsed && !('error' in parsed)) return parsed;
  const { operation, progress } = currentCallScope();
  const message =
    `${provider} ${operation} was answered with HTTP ${status}, but not with a JSON object. ` +
    'Read the object before you act again, and check STRIPE_API_BASE_URL.';
  const requestId = headers['request-id'];
  throw new ResponseFormatError(message, {
    provider,
    operation,
    status,
    attempts: progress.attempts,
    ...(requestId && { requestId }),
  });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function lowerCase(headers: Record<string, string | number | string[]>): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const name in headers) lower[name.toLowerCase()] = String(headers[name]);
  return lower;
}
