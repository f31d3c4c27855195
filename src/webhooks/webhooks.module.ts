import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { WebhookAccountsController } from './accounts/webhook-accounts.controller.js';
import { SealedWebhookSecrets } from './accounts/sealed-webhook-secrets.js';
import { WebhookAccounts } from './accounts/webhook-accounts.js';
import { WebhookEventsController } from './events/webhook-events.controller.js';
import { WebhookEvents } from './events/webhook-events.js';
import { OrderLines } from './handlers/order-lines.js';
import { DEFAULT_RETRY_DELAYS_MS, RETRY_DELAYS_MS } from './handlers/retry-delays.js';
import { WebhookHandlers } from './handlers/webhook-handlers.js';
import { ForgeryThrottle } from './ingest/forgery-throttle.js';
import { WebhookDoor } from './ingest/webhook-door.js';
import { WebhookInbox } from './ingest/webhook-inbox.js';
import { WebhookWriter } from './ingest/webhook-writer.js';
import { WebhookRoutes } from './ingest/webhook-routes.js';
import { WebhookPauses } from './pauses/webhook-pauses.js';
import { BatchRuns } from './processing/batch-runs.js';
import { EventReferences } from './processing/event-references.js';
import { EventStatuses } from './processing/event-statuses.js';
import { FailedRuns } from './processing/failed-runs.js';
import { HandlerCalls } from './processing/handler-calls.js';
import { OrderedRuns } from './processing/ordered-runs.js';
import { SingleRuns } from './processing/single-runs.js';
import { WebhookProcessor } from './processing/webhook-processor.js';
import { WebhookWorker } from './processing/webhook-worker.js';
import { EventLogs } from './reconciliation/event-logs.js';
import { MissedEvents } from './reconciliation/missed-events.js';
import { ReconciliationMetrics } from './reconciliation/reconciliation-metrics.js';
import { ReconciliationRecords } from './reconciliation/reconciliation-records.js';
import { ReconciliationSchedule } from './reconciliation/reconciliation-schedule.js';
import { WebhookReconciliation } from './reconciliation/webhook-reconciliation.js';
import { WebhookReconciliationsController } from './reconciliation/webhook-reconciliations.controller.js';
import { ClockSuspicion } from './rejections/clock-suspicion.js';
import { RejectedRequests } from './rejections/rejected-requests.js';
import { RejectionDiagnosis } from './rejections/rejection-diagnosis.js';
import { RejectionMetrics } from './rejections/rejection-metrics.js';
import { RejectionPruning } from './rejections/rejection-pruning.js';
import { SecondLook } from './rejections/second-look.js';
import { WebhookRejectionsController } from './rejections/webhook-rejections.controller.js';
import { WebhookRejections } from './rejections/webhook-rejections.js';
import { declaredSourcesConfig } from './sources/generic/declared-sources.config.js';
import { WebhookSources } from './sources/webhook-sources.js';
import { UnhandledTypes } from './unhandled/unhandled-types.js';
import { EventSearch } from './events/event-search.js';
import { WebhookReplays } from './events/webhook-replays.js';
import { WaitingCounts } from './pauses/waiting-counts.js';
import { WebhookResumption } from './pauses/webhook-resumption.js';
import { WebhookSourcesController } from './pauses/webhook-sources.controller.js';
import { OverdueRetries } from './processing/overdue-retries.js';
import { QueueDepth } from './processing/queue-depth.js';
import { WaitingEvents } from './processing/waiting-events.js';
import { WebhookSweeper } from './processing/webhook-sweeper.js';
import { LeftoversRetention } from './retention/leftovers-retention.js';
import { retentionConfig } from './retention/retention.config.js';
import { WebhookErasureController } from './retention/webhook-erasure.controller.js';
import { WebhookErasure } from './retention/webhook-erasure.js';
import { WebhookRetention } from './retention/webhook-retention.js';
import { UnhandledTypesController } from './unhandled/unhandled-types.controller.js';
import { WebhookMetrics } from './webhook-metrics.js';

/** The road in: webhooks of every provider, stored before they are answered, handled once. */
@Module({
  imports: [DiscoveryModule],
  controllers: [
    WebhookEventsController,
    WebhookErasureController,
    WebhookSourcesController,
    UnhandledTypesController,
    WebhookAccountsController,
    WebhookRejectionsController,
    WebhookReconciliationsController,
  ],
  providers: [
    declaredSourcesConfig.provider(),
    WebhookSources,
    WebhookAccounts,
    SealedWebhookSecrets,
    WebhookMetrics,
    { provide: RETRY_DELAYS_MS, useValue: DEFAULT_RETRY_DELAYS_MS },
    WebhookHandlers,
    OrderLines,
    WebhookWriter,
    WebhookInbox,
    RejectedRequests,
    RejectionDiagnosis,
    RejectionMetrics,
    RejectionPruning,
    ClockSuspicion,
    WebhookRejections,
    SecondLook,
    WebhookDoor,
    ForgeryThrottle,
    WebhookRoutes,
    WebhookPauses,
    UnhandledTypes,
    HandlerCalls,
    EventStatuses,
    EventReferences,
    FailedRuns,
    SingleRuns,
    OrderedRuns,
    BatchRuns,
    WebhookProcessor,
    WebhookWorker,
    EventSearch,
    WebhookEvents,
    WebhookReplays,
    WaitingCounts,
    WaitingEvents,
    OverdueRetries,
    WebhookResumption,
    WebhookSweeper,
    QueueDepth,
    retentionConfig.provider(),
    WebhookRetention,
    LeftoversRetention,
    WebhookErasure,
    EventLogs,
    ReconciliationRecords,
    ReconciliationMetrics,
    MissedEvents,
    WebhookReconciliation,
    ReconciliationSchedule,
  ],
  exports: [
    WebhookHandlers,
    WebhookEvents,
    WebhookReplays,
    WebhookAccounts,
    UnhandledTypes,
    RejectedRequests,
    WebhookSources,
    WebhookPauses,
    WaitingCounts,
  ],
})
export class WebhooksModule {}
