import type { FactoryProvider } from '@nestjs/common';
import { ReceiverRoad } from '../../outbound/receivers/receiver-road.js';
import { RoadServices } from '../../outbound/road-services.js';
import { privateNetworksConfig } from '../../outbound/transport/private-networks.config.js';
import { deliveriesConfig, type DeliveriesConfig } from '../deliveries.config.js';

/** Nest token of the {@link ReceiverRoad} to endpoints. */
export const DELIVERY_ROAD = Symbol('DELIVERY_ROAD');

/** How much of an answer is kept, in bytes. */
const MAX_ANSWER_BYTES = 4 * 1024;

/**
 * Each attempt has a row of its own in `delivery_attempts`: a row of the request log and a log line for each success would
 * say the same again, thousands of times a second.
 */
const NO_REQUEST_LOG = { callEnded: () => undefined };

export const deliveryRoad: FactoryProvider<ReceiverRoad> = {
  provide: DELIVERY_ROAD,
  useFactory: (services: RoadServices, config: DeliveriesConfig, allowPrivateNetworks: readonly string[]) =>
    new ReceiverRoad(
      {
        name: 'deliveries',
        operation: 'deliveries.send',
        endpoint: '(endpoint)',
        timeoutMs: config.timeoutMs,
        maxConcurrent: 10_000, // how many are sent at once is decided where they are claimed
        maxAnswerBytes: MAX_ANSWER_BYTES,
        log: NO_REQUEST_LOG,
        successLogLevel: 'debug',
      },
      services,
      allowPrivateNetworks,
    ),
  inject: [RoadServices, deliveriesConfig.token, privateNetworksConfig.token],
};
