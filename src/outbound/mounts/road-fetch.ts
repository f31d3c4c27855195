import type { OutboundResponse } from '../outbound-call.js';
import { carry } from './carry.js';
import { toHeaders, toMethod } from './request-head.js';
import type { RoadLike } from './road-like.js';
import { splitCookies } from './set-cookie.js';

/** Statuses whose answers have no body (https://fetch.spec.whatwg.org/#null-body-status). */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * `fetch` on the road, for SDKs that take one (Slack, Google, openid-client). Differs from the platform's: answers are
 * read whole before it resolves, a body that is a stream is read whole before it is sent, redirects are the road's
 * business, and a failure rejects with the road's own error.
 *
 * The returned function rejects with
 * - the `IntegrationError` of the road when there is no answer
 * - the signal's reason when the caller gives up
 * - `TypeError` when the request cannot be sent as it is, or is redirected with `redirect: 'error'`
 */
export function roadFetch(road: RoadLike): typeof fetch {
  return async (input, init = {}) => {
    const { signal, ...rest } = init;
    const request = new Request(input, { ...rest, duplex: 'half' });
    const url = new URL(request.url);
    const response = await carry(road, {
      head: { method: toMethod(request.method), url, headers: toHeaders(request.headers) },
      body: request.body ?? undefined,
      signal: signal ?? (input instanceof Request ? input.signal : undefined),
    });
    if (request.redirect === 'error' && isRedirect(response)) {
      throw new TypeError(`${road.provider} redirected the request with HTTP ${response.status}`);
    }
    return toResponse(response, url);
  };
}

function isRedirect({ status, headers }: OutboundResponse): boolean {
  return status >= 300 && status < 400 && 'location' in headers;
}

function toResponse({ status, headers, body }: OutboundResponse, url: URL): Response {
  const { 'set-cookie': cookies, ...others } = headers;
  const responseHeaders = new Headers(others);
  if (cookies) for (const cookie of splitCookies(cookies)) responseHeaders.append('set-cookie', cookie);
  const response = new Response(WITHOUT_BODY.has(status) ? null : body, { status, headers: responseHeaders });
  return Object.defineProperty(response, 'url', { value: url.href });
}
