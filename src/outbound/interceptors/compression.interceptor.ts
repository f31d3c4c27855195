import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

const compress = promisify(gzip);

/** Sends large bodies gzipped to a provider that takes them so. It stands before retry: a body is compressed once. */
export class CompressionInterceptor implements OutboundInterceptor {
  /** @param fromBytes bodies of this size or larger; `undefined` for none */
  constructor(private readonly fromBytes: number | undefined) {}

  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const { body, headers } = call;
    if (this.fromBytes === undefined || body === undefined || headers['content-encoding'] !== undefined)
      return next(call);
    if (Buffer.byteLength(body) < this.fromBytes) return next(call);
    const { 'content-length': _ofTheOriginal, ...others } = headers;
    return next({ ...call, headers: { ...others, 'content-encoding': 'gzip' }, body: await compress(body) });
  }
}
