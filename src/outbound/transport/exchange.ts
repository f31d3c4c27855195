import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import { AttemptWatch } from './attempt-watch.js';
import { tooLarge } from './decompression.js';
import { failureOf, TransportFailure, type FailureReason, type TransportFault } from './transport-failure.js';

/** Early hints and the like before one answer. */
const MAX_INTERIM_RESPONSES = 20;

/**
 * One request and its answer on undici's lowest level, which alone tells whether the request left: `onRequestStart`
 * comes when a connection stands and writing begins. Everything that fails before it provably was not processed; after
 * it nothing is certain, not even on a kept-alive connection that the provider closes at that moment.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Resolves with the whole answer as it came; rejects with a {@link TransportFailure}. */
  readonly response: Promise<OutboundResponse>;
  private resolve!: (response: OutboundResponse) => void;
  private reject!: (failure: TransportFailure) => void;
  private readonly watch: AttemptWatch | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private failure: TransportFailure | undefined;
  private status = 0;
  private interimResponses = 0;
  private headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  /**
   * @param maxResponseBytes the largest body that is read
   * @param cutsLongAnswers whether a larger one is cut off there, instead of being a failure
   */
  constructor(
    private readonly call: OutboundCall,
    private readonly maxResponseBytes: number,
    clock: Clock,
    private readonly cutsLongAnswers = false,
  ) {
    this.response = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.watch = call.timeouts && new AttemptWatch(call.timeouts, clock, this.onTimeout);
    call.deadline.signal.addEventListener('abort', this);
  }

  /** Called by the deadline's signal, which takes the exchange itself for a listener. */
  handleEvent(): void {
    this.end(failureOf(this.call.deadline, this.fault()));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Its turn may come only after it was given up; then not a byte of it is written.
    if (this.failure) return controller.abort(this.failure);
    this.controller = controller;
    this.watch?.enter('headers');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return this.onInterimResponse();
    this.watch?.enter('body');
    this.status = status;
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined) this.headers[name] = typeof value === 'string' ? value : value.join(', ');
    }
  }

  /** 1xx: the answer is still to come. Whoever sends them without end costs us more than a silent one. */
  private onInterimResponse(): void {
    this.interimResponses += 1;
    if (this.interimResponses <= MAX_INTERIM_RESPONSES) return;
    this.end(new TransportFailure(this.fault(), new Error('too many interim responses (1xx)'), 'protocol'));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.watch?.enter('body');
    this.bytes += chunk.length;
    if (this.bytes <= this.maxResponseBytes) this.chunks.push(chunk);
    else if (this.cutsLongAnswers) this.cutOff(chunk);
    else this.end(new TransportFailure(this.fault(), tooLarge(this.maxResponseBytes), 'too_large'));
  }

  onResponseEnd(): void {
    this.release();
    const [only] = this.chunks;
    const body = only && this.chunks.length === 1 ? only : Buffer.concat(this.chunks, this.bytes);
    this.resolve({ status: this.status, headers: this.headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.release();
    this.reject(this.failure ?? new TransportFailure(this.fault(), error));
  }

  private readonly onTimeout = (reason: FailureReason, cause: Error): void => {
    // At the end of the whole call it is the deadline's turn, which is due at this moment.
    if (this.call.deadline.remainingMs() > 0) this.end(new TransportFailure(this.fault(), cause, reason));
  };

  /** Takes what there is room for as the answer, and closes the socket on the rest. */
  private cutOff(chunk: Buffer): void {
    this.chunks.push(chunk.subarray(0, chunk.length - (this.bytes - this.maxResponseBytes)));
    this.bytes = this.maxResponseBytes;
    this.onResponseEnd();
    this.controller?.abort(tooLarge(this.maxResponseBytes));
  }

  /** Ends the exchange and its socket. */
  private end(failure: TransportFailure): void {
    this.failure = failure;
    if (this.controller) return this.controller.abort(failure);
    this.release(); // still waiting for a connection
    this.reject(failure);
  }

  private fault(): TransportFault {
    if (!this.controller) return 'not_sent';
    return this.status >= 200 && this.status < 300 ? 'unreadable' : 'no_answer';
  }

  private release(): void {
    this.watch?.stop();
    this.call.deadline.signal.removeEventListener('abort', this);
  }
}
