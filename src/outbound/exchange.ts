import type { Dispatcher } from 'undici';
import type { OutboundResponse } from './outbound-call.js';
import { TransportFailure, type TransportFault } from './transport-failure.js';

/** The largest answer that is read, in bytes. */
const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/**
 * One request and its answer on undici's lowest level, which alone tells whether the request left: `onRequestStart`
 * comes when a connection stands and writing begins. Everything that fails before it provably was not processed.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Resolves with the whole answer; rejects with a {@link TransportFailure}. */
  readonly response: Promise<OutboundResponse>;
  private resolve!: (response: OutboundResponse) => void;
  private reject!: (failure: TransportFailure) => void;
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly signal: AbortSignal | undefined) {
    this.response = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    signal?.addEventListener('abort', this.onAbort, { once: true });
    if (signal?.aborted) this.onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Its turn may come only after the deadline; then not a byte of it is written.
    if (this.signal?.aborted) return controller.abort(asError(this.signal.reason));
    this.controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return; // 1xx: the answer is still to come
    this.status = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > MAX_RESPONSE_BYTES) {
      controller.abort(new Error(`the answer is larger than ${MAX_RESPONSE_BYTES} bytes`));
    } else {
      this.chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    this.release();
    this.resolve({
      status: this.status,
      headers: this.headers,
      body: Buffer.concat(this.chunks, this.bytes),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.release();
    this.reject(new TransportFailure(this.fault(), error));
  }

  private readonly onAbort = (): void => {
    const reason = asError(this.signal?.reason);
    if (this.controller) this.controller.abort(reason);
    else this.reject(new TransportFailure('not_sent', reason)); // still waiting for a connection
  };

  private fault(): TransportFault {
    if (!this.controller) return 'not_sent';
    return this.status >= 200 && this.status < 300 ? 'unreadable' : 'no_answer';
  }

  private release(): void {
    this.signal?.removeEventListener('abort', this.onAbort);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted by the caller', { cause: reason });
}
