import { Module } from '@nestjs/common';
import { OutboundServicesModule } from '../outbound/outbound-services.module.js';
import { privateNetworksConfig } from '../outbound/transport/private-networks.config.js';
import { ExternalApiModule } from '../providers/external-api/external-api.module.js';
import { CALLBACK_DELAYS_MS, DEFAULT_CALLBACK_DELAYS_MS } from './callbacks/callback-job.js';
import { callbackRoad } from './callbacks/callback-road.js';
import { CallbackUrls } from './callbacks/callback-urls.js';
import { CallbackWorker } from './callbacks/callback-worker.js';
import { ExternalApiService } from './external-api.service.js';
import { externalConfig } from './external.config.js';
import { ExternalController } from './external.controller.js';
import { ExternalRequestPruning } from './requests/external-request-pruning.js';
import { ExternalRequests } from './requests/external-requests.js';
import { DEFAULT_PROCESSING_DELAYS_MS, PROCESSING_DELAYS_MS } from './requests/processing-job.js';
import { ProcessingWorker } from './requests/processing-worker.js';

/** The external data-processing API for the product: the injectable service, and the routes that stand on it. */
@Module({
  imports: [OutboundServicesModule, ExternalApiModule],
  controllers: [ExternalController],
  providers: [
    externalConfig.provider(),
    privateNetworksConfig.provider(),
    { provide: PROCESSING_DELAYS_MS, useValue: DEFAULT_PROCESSING_DELAYS_MS },
    { provide: CALLBACK_DELAYS_MS, useValue: DEFAULT_CALLBACK_DELAYS_MS },
    ExternalApiService,
    ExternalRequests,
    ProcessingWorker,
    ExternalRequestPruning,
    CallbackUrls,
    callbackRoad,
    CallbackWorker,
  ],
  exports: [ExternalApiService],
})
export class ExternalModule {}
