import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { endpointNotFound, type EndpointRow } from './endpoint-row.js';

/** The lock on the row of an endpoint, so that of two changes at once neither loses what the other one wrote. */
@Injectable()
export class EndpointRowLock {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Runs `work` in the transaction that holds the row, as the row is once it is held.
   * @throws ApiError NOT_FOUND when there is no such endpoint, or it is deleted; whatever `work` throws
   */
  async hold<T>(id: string, work: (row: EndpointRow, tx: Transaction) => Promise<T>): Promise<T> {
    if (!isUuid(id)) throw endpointNotFound(id);
    return this.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM endpoints WHERE id = ${id}::uuid FOR UPDATE`;
      const row = await tx.endpoint.findUnique({ where: { id, deletedAt: null } });
      if (!row) throw endpointNotFound(id);
      return work(row, tx);
    });
  }
}
