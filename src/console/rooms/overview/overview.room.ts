import { Get } from '@nestjs/common';
import { Connections } from '../../../connections/accounts/connections.service.js';
import { DeliveryQueue } from '../../../deliveries/metrics/delivery-queue.js';
import { JobsService } from '../../../platform/jobs/jobs.service.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { AttentionList } from './attention.js';
import { NeedyEndpoints } from './needy-endpoints.js';
import { OverviewPage } from './overview-page.js';
import { ProviderStates } from './provider-states.js';
import { RequestFailures } from './request-failures.js';
import { ThroughputChart } from './throughput-chart.js';
import { WebhookThroughput, lastHours } from './webhook-throughput.js';

/** How everything does, at a glance. */
@Room('')
export class OverviewRoom {
  constructor(
    private readonly connections: Connections,
    private readonly attention: AttentionList,
    private readonly endpoints: NeedyEndpoints,
    private readonly failures: RequestFailures,
    private readonly throughput: WebhookThroughput,
    private readonly providers: ProviderStates,
    private readonly jobs: JobsService,
    private readonly deliveries: DeliveryQueue,
  ) {}

  @Get()
  @Page()
  async show(@Session() session: ConsoleSession) {
    const hours = lastHours();
    const since = new Date(hours[0] ?? Date.now());
    const [counts, attention, endpoints, failures, throughput, providers, jobs, deliveries] =
      await Promise.all([
        this.connections.counts(),
        this.attention.read(),
        this.endpoints.read(),
        this.failures.since(since),
        this.throughput.of(hours),
        this.providers.read(),
        this.jobs.waiting(),
        this.deliveries.depth(),
      ]);
    const queues = { ...jobs, deliveries };
    return OverviewPage({
      session,
      since,
      counts,
      attention,
      endpoints,
      failures,
      throughput,
      providers,
      queues,
    });
  }

  /** The chart alone, which the page asks for again. */
  @Get('throughput')
  @Page()
  async chart() {
    return ThroughputChart({ throughput: await this.throughput.of(lastHours()) });
  }
}
