import { Inject, Injectable } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { deliveriesConfig, type DeliveriesConfig } from '../deliveries.config.js';
import { EndpointDisabling } from '../notices/endpoint-disabling.js';
import type { DueDelivery } from './due-delivery.js';
import type { Verdict } from './next-attempt.js';

const DAY_MS = 86_400_000;

/** What attempts say of their endpoints: that they fail, that they work again, that they are gone or proved. */
@Injectable()
export class EndpointStates {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly disabling: EndpointDisabling,
    @Inject(deliveriesConfig.token) private readonly config: DeliveriesConfig,
  ) {}

  /** Writes down what is new. Nearly always that is nothing, and costs nothing. */
  async note(delivery: DueDelivery, verdict: Verdict): Promise<void> {
    const { endpointId, failingSince, unproved } = delivery;
    if (verdict.outcome === 'delivered') {
      if (failingSince) await this.works(endpointId);
      if (unproved) await this.proved(delivery);
      return;
    }
    if (verdict.gone) {
      await this.disabling.disable(delivery, 'gone', 'It answered HTTP 410.');
      return;
    }
    if (verdict.holdMs !== undefined) await this.hold(endpointId, verdict.holdMs);
    if (!failingSince) await this.fails(endpointId);
    else if (this.isTooMuch(failingSince)) await this.disableFailing(delivery, failingSince, verdict);
  }

  private isTooMuch(failingSince: Date): boolean {
    const { disableAfterDays } = this.config;
    return disableAfterDays > 0 && Date.now() - failingSince.getTime() > disableAfterDays * DAY_MS;
  }

  private async disableFailing(delivery: DueDelivery, since: Date, { error }: Verdict): Promise<void> {
    const why = `Every attempt since ${since.toISOString()} has failed. The last: ${error}`;
    await this.disabling.disable(delivery, 'failing', why);
  }

  private async works(id: string): Promise<void> {
    await this.prisma.endpoint.updateMany({
      where: { id, failingSince: { not: null } },
      data: { failingSince: null },
    });
  }

  private async fails(id: string): Promise<void> {
    await this.prisma.endpoint.updateMany({
      where: { id, failingSince: null },
      data: { failingSince: new Date() },
    });
  }

  private async hold(id: string, ms: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE endpoints SET held_until = greatest(held_until, now() + ${ms}::float8 * interval '1 millisecond')
      WHERE id = ${id}::uuid`;
  }

  /** Not if the endpoint was changed since the ping was sent: then it is another URL that has to answer. */
  private async proved({ endpointId: id, endpointVersion: version }: DueDelivery): Promise<void> {
    await this.prisma.endpoint.updateMany({
      where: { id, version, ownership: 'unproved' },
      data: { ownership: 'proved', version: { increment: 1 } },
    });
  }
}
