import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../platform/database/prisma.service.js';

/** What people know an endpoint by. */
export interface EndpointName {
  readonly tenant: string;
  readonly url: string;
}

/** The names of endpoints, of those that were deleted as well: their deliveries are still there to be looked at. */
@Injectable()
export class EndpointNames {
  constructor(private readonly prisma: PrismaService) {}

  /** By id, those that are found, in one query. */
  async of(endpointIds: readonly string[]): Promise<ReadonlyMap<string, EndpointName>> {
    const rows = await this.prisma.endpoint.findMany({
      where: { id: { in: [...new Set(endpointIds)] } },
      select: { id: true, tenant: true, url: true },
    });
    return new Map(rows.map(({ id, tenant, url }) => [id, { tenant, url }]));
  }
}
