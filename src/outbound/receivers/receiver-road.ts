import type { OnApplicationShutdown } from '@nestjs/common';
import { runInCallScope } from '../call-scope.js';
import type { CallListener } from '../interceptors/request-log.interceptor.js';
import { Operation } from '../operation.js';
import type { OutboundResponse } from '../outbound-call.js';
import type { RoadServices } from '../road-services.js';
import { Road } from '../road.js';
import { Transport } from '../transport/transport.js';

/** What is sent along a {@link ReceiverRoad}, and within which bounds. */
export interface ReceiverRoadOptions {
  /** What stands for the provider in logs and metrics: `deliveries`. */
  readonly name: string;
  readonly operation: string;
  /** In place of the path, which is the receiver's own and may hold a secret. */
  readonly endpoint: string;
  /** How long a receiver may take, in ms. */
  readonly timeoutMs: number;
  readonly maxConcurrent: number;
  /** How much of an answer is read, in bytes. What is longer is cut off there. */
  readonly maxAnswerBytes: number;
  /** Who writes down how each call ended. @default the request log */
  readonly log?: CallListener;
  /** @default info */
  readonly successLogLevel?: 'info' | 'debug';
}

/** One message to one receiver. */
export interface ReceiverMessage {
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Tells receivers apart: letters, digits, `_` and `-`. */
  readonly receiver: string;
  /** Gives the call up. */
  readonly signal: AbortSignal;
}

/**
 * The road to whoever gets messages of ours at an address of their own. Each call is one attempt, since whoever sends
 * keeps count of them; a receiver that fails is its owner's affair and opens no circuit, an admin's hold still counts.
 * No redirect is followed, and no address in a private network is connected to.
 */
export class ReceiverRoad implements OnApplicationShutdown {
  private readonly transport: Transport;
  private readonly road: Road;

  /** @param allowPrivateNetworks hosts, addresses and CIDRs that may be called all the same */
  constructor(
    private readonly options: ReceiverRoadOptions,
    services: RoadServices,
    allowPrivateNetworks: readonly string[],
  ) {
    const {
      name,
      timeoutMs,
      maxConcurrent,
      maxAnswerBytes,
      log = services.requestLog,
      successLogLevel = 'info',
    } = options;
    this.transport = new Transport({
      allowPrivateNetworks,
      maxResponseBytes: maxAnswerBytes,
      cutsLongAnswers: true,
    });
    const settings = {
      baseUrl: 'https://localhost', // no credential of ours goes this way that would have to stay within an origin
      timeoutMs,
      maxRetries: 0,
      retryDelayMs: 1_000,
      rateLimitPerMinute: undefined,
      maxConcurrent,
    };
    const policy = {
      writes: { by: 'reading' }, // a lost answer leaves nothing to look up: the message is simply sent again
      successLogLevel,
      opensCircuits: false,
      readRateLimit: () => UNLIMITED,
      connectTimeoutMs: timeoutMs,
      bodyTimeoutMs: timeoutMs,
    } as const;
    const { logger, metrics, cache, circuits, rateLimits, outcomes, notices, clock } = services;
    const ours = { logger, metrics, requestLog: log, cache, circuits, rateLimits, outcomes, notices, clock };
    this.road = new Road(name, settings, policy, ours, this.transport);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }

  /**
   * Sends one message; gives back the receiver's answer, whatever its status.
   * @throws IntegrationError when there is none, or when the address leads into a private network
   */
  post({ url, headers, body, receiver, signal }: ReceiverMessage): Promise<OutboundResponse> {
    const { name, operation, endpoint, timeoutMs } = this.options;
    const about = { provider: name, operation, defaultTimeoutMs: timeoutMs };
    return Operation.run(about, { connectionId: receiver, signal }, (call) =>
      runInCallScope(call.scope(endpoint), () =>
        this.road.send({ method: 'POST', url, headers: { ...HEADERS, ...headers }, body, untrusted: true }),
      ),
    );
  }
}

/** Answers are kept as they come, so that they had better not be compressed. */
const HEADERS = { 'content-type': 'application/json', 'accept-encoding': 'identity' };

/** Whoever sends heeds a 429 itself. */
const UNLIMITED = {
  throttled: false,
  limit: undefined,
  remaining: undefined,
  resetMs: undefined,
  waitMs: undefined,
} as const;
