import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { runInCallScope } from '../../outbound/call-scope.js';
import { Operation } from '../../outbound/operation.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { RoadServices } from '../../outbound/road-services.js';
import { Road } from '../../outbound/road.js';
import { privateNetworksConfig } from '../../outbound/transport/private-networks.config.js';
import { Transport } from '../../outbound/transport/transport.js';

/** How long a receiver may take, in ms. */
const TIMEOUT_MS = 10_000;

/** What is read of a receiver's answer, in bytes: only its status counts. */
const MAX_ANSWER_BYTES = 64 * 1024;

const PROVIDER = 'external-callbacks';

/** The road to whoever gets callbacks. Attempts are the job's business, so that it makes one only. */
@Injectable()
export class CallbackRoad implements OnApplicationShutdown {
  private readonly transport: Transport;
  private readonly road: Road;

  constructor(
    services: RoadServices,
    @Inject(privateNetworksConfig.token) allowPrivateNetworks: readonly string[],
  ) {
    this.transport = new Transport({ allowPrivateNetworks, maxResponseBytes: MAX_ANSWER_BYTES });
    const settings = {
      baseUrl: 'https://localhost', // no credential of ours goes this way that would have to stay within an origin
      timeoutMs: TIMEOUT_MS,
      maxRetries: 0,
      retryDelayMs: 1_000,
      rateLimitPerMinute: undefined,
      maxConcurrent: 50,
    };
    this.road = new Road(PROVIDER, settings, { writes: { by: 'upsert' } }, services, this.transport);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }

  /**
   * Sends one callback; gives back the receiver's answer, whatever its status.
   * @throws IntegrationError when there is none, or when the address leads into a private network
   */
  post(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<OutboundResponse> {
    const about = { provider: PROVIDER, operation: 'callbacks.send', defaultTimeoutMs: TIMEOUT_MS };
    // Each receiver is an account of its own: one that is down opens no circuit for the others.
    const receiver = createHash('sha256').update(url.origin).digest('hex').slice(0, 16);
    return Operation.run(about, { connectionId: `receiver-${receiver}`, signal }, (operation) =>
      // The path is the product's own and may hold a secret.
      runInCallScope(operation.scope('(callback)'), () =>
        this.road.send({
          method: 'POST',
          url,
          headers: { 'content-type': 'application/json', ...headers },
          body,
          untrusted: true,
        }),
      ),
    );
  }
}
