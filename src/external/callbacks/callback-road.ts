import type { FactoryProvider } from '@nestjs/common';
import { ReceiverRoad } from '../../outbound/receivers/receiver-road.js';
import { RoadServices } from '../../outbound/road-services.js';
import { privateNetworksConfig } from '../../outbound/transport/private-networks.config.js';

/** Nest token of the {@link ReceiverRoad} to whoever gets callbacks. */
export const CALLBACK_ROAD = Symbol('CALLBACK_ROAD');

const OPTIONS = {
  name: 'external-callbacks',
  operation: 'callbacks.send',
  endpoint: '(callback)',
  timeoutMs: 10_000,
  maxConcurrent: 50,
  maxAnswerBytes: 4 * 1024, // only the status counts
};

export const callbackRoad: FactoryProvider<ReceiverRoad> = {
  provide: CALLBACK_ROAD,
  useFactory: (services: RoadServices, allowPrivateNetworks: readonly string[]) =>
    new ReceiverRoad(OPTIONS, services, allowPrivateNetworks),
  inject: [RoadServices, privateNetworksConfig.token],
};
