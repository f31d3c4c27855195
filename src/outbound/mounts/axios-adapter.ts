import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import { toAxiosError } from './axios-error.js';
import { toSdkRequest } from './axios-request.js';
import { settle, toAxiosResponse } from './axios-response.js';
import { carry } from './carry.js';
import type { RoadLike } from './road-like.js';

/**
 * An adapter with which an axios instance (SendGrid's client, Nest's `HttpService`) sends its requests on the road.
 * URL, parameters, headers, `auth`, transforms, `responseType`, `validateStatus`, `maxContentLength`, `maxBodyLength` (of
 * streams), `signal`, `cancelToken` and `timeout` work as in axios; the shorter of `timeout` and the operation's deadline holds,
 * over all attempts. Agents, proxies, redirects and decompression are the road's business, progress is not reported.
 *
 * The adapter rejects with
 * - `AxiosError` with its `response` when `validateStatus` refuses the answer
 * - `CanceledError` when the caller gives up
 * - `AxiosError` with the road's `IntegrationError` as its `cause` when there is no answer
 */
export function axiosAdapter(road: RoadLike): AxiosAdapter {
  return async (config) => {
    const { signal, release } = joinCancellation(config);
    try {
      const response = await carry(road, { ...toSdkRequest(config), signal });
      return settle(toAxiosResponse(response, config));
    } catch (error) {
      throw toAxiosError(error, config);
    } finally {
      release();
    }
  };
}

/** axios' two ways of giving up as one signal; `release` lets go of both, which may live longer than the request. */
function joinCancellation({ signal, cancelToken }: InternalAxiosRequestConfig): {
  signal: AbortSignal;
  release: () => void;
} {
  const joined = new AbortController();
  const onAbort = () => joined.abort();
  if (signal?.aborted) joined.abort();
  signal?.addEventListener?.('abort', onAbort);
  cancelToken?.subscribe(onAbort);
  return {
    signal: joined.signal,
    release: () => {
      signal?.removeEventListener?.('abort', onAbort);
      cancelToken?.unsubscribe(onAbort);
    },
  };
}
