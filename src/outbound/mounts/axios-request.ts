import { PassThrough, Readable } from 'node:stream';
import axios, { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import type { SdkRequest } from './carry.js';
import type { BodySource } from './request-body.js';
import { toHeaders, toMethod } from './request-head.js';

/** Builds URLs as any axios instance does, without the defaults that someone may have set on the global one. */
const plainAxios = axios.create();

/** The form of the `form-data` package, which axios makes of objects, and whose headers name its boundary. */
interface FormDataStream extends NodeJS.ReadableStream {
  getHeaders(): Record<string, string>;
}

/**
 * An axios request, whose data axios has already transformed, as the road takes it.
 * @throws TypeError when it cannot be sent: a relative URL, a method or a header that the road does not take
 */
export function toSdkRequest(config: InternalAxiosRequestConfig): SdkRequest {
  const { method = 'get', timeout, maxBodyLength } = config;
  const url = new URL(plainAxios.getUri(config));
  const headers = AxiosHeaders.from(config.headers);
  const body = toBody(config.data, headers);
  headers.set('User-Agent', `axios/${axios.VERSION}`, false);
  const credentials = config.auth ?? userOf(url);
  if (credentials) headers.set('Authorization', basic(credentials));
  url.username = '';
  url.password = '';
  return {
    head: { method: toMethod(method), url, headers: toHeaders(Object.entries(headers.toJSON(true))) },
    body,
    timeoutMs: timeout || undefined,
    maxBodyBytes: maxBodyLength !== undefined && maxBodyLength > -1 ? maxBodyLength : undefined,
  };
}

/** Sets the content type of a form, which names its boundary. */
function toBody(data: unknown, headers: AxiosHeaders): BodySource | undefined {
  if (data === undefined || data === null) return undefined;
  if (typeof data === 'string' || data instanceof Uint8Array) return data;
  if (isFormDataStream(data)) {
    headers.set(data.getHeaders());
    return data.pipe(new PassThrough());
  }
  if (data instanceof Readable) return data;
  if (isWebBody(data)) {
    const encoded = new Response(data);
    const type = encoded.headers.get('content-type');
    if (type) headers.setContentType(type, data instanceof FormData);
    return encoded.body ?? undefined;
  }
  throw new TypeError('Data after transformation must be a string, bytes, a Blob, a form or a stream.');
}

function isFormDataStream(data: object): data is FormDataStream {
  return 'getHeaders' in data && 'pipe' in data;
}

function isWebBody(data: unknown): data is ArrayBuffer | Blob | FormData | URLSearchParams | ReadableStream {
  return [ArrayBuffer, Blob, FormData, URLSearchParams, ReadableStream].some((type) => data instanceof type);
}

function userOf({ username, password }: URL): { username: string; password: string } | undefined {
  if (!username && !password) return undefined;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
