import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import { AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import type { OutboundResponse } from '../outbound-call.js';
import { splitCookies } from './set-cookie.js';

/**
 * The road's answer in the shape of axios. `transformResponse` (JSON) comes after it, in axios.
 * @throws AxiosError when the body is longer than `maxContentLength`
 */
export function toAxiosResponse(
  { status, headers, body }: OutboundResponse,
  config: InternalAxiosRequestConfig,
): AxiosResponse {
  const { maxContentLength = -1 } = config;
  if (maxContentLength > -1 && body.length > maxContentLength) {
    const message = `maxContentLength size of ${maxContentLength} exceeded`;
    throw new AxiosError(message, AxiosError.ERR_BAD_RESPONSE, config);
  }
  const { 'set-cookie': cookies, ...others } = headers;
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    headers: new AxiosHeaders({ ...others, ...(cookies && { 'set-cookie': splitCookies(cookies) }) }),
    data: toData(body, config),
    config,
  };
}

/** @throws AxiosError with the response when `validateStatus` refuses it */
export function settle(response: AxiosResponse): AxiosResponse {
  const { status, config } = response;
  if (!config.validateStatus || config.validateStatus(status)) return response;
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, undefined, response);
}

function toData(body: Buffer, { responseType, responseEncoding }: InternalAxiosRequestConfig): unknown {
  if (responseType === 'arraybuffer') return body;
  if (responseType === 'stream') return Readable.from([body], { objectMode: false });
  if (responseType === 'blob') return new Blob([body]);
  if (isBufferEncoding(responseEncoding)) return body.toString(responseEncoding);
  return new TextDecoder().decode(body); // without a byte order mark, as in axios
}

function isBufferEncoding(encoding: string | undefined): encoding is BufferEncoding {
  return encoding !== undefined && Buffer.isEncoding(encoding);
}
