import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

const compress = promisify(gzip);

/** Sends large bodies gzipped to a provider that takes them so. It stands before retry: a body is compressed once. */
export class CompressionInterceptor implements OutboundInterceptor {
  /** @param fromBytes bodies of this size or larger; `undefined` for none */
  constructor(private readonly fromBytes: number | undefined) {}

  intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    return this.isLarge(call) ? this.compressed(call, next) : next(call);
  }

  private isLarge({ body, headers }: OutboundCall): boolean {
    if (this.fromBytes === undefined || body === undefined) return false;
    return headers['content-encoding'] === undefined && Buffer.byteLength(body) >= this.fromBytes;
  }

  private async compressed(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const { 'content-length': _ofTheOriginal, ...headers } = call.headers;
    const body = await compress(call.body ?? '');
    return next({ ...call, headers: { ...headers, 'content-encoding': 'gzip' }, body });
  }
}
