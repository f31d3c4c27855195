import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { PrismaService } from '../platform/database/prisma.service.js';

const TIMEOUT_MS = 2_000;

/** Whether the database answers a trivial question. */
@Injectable()
export class DatabaseIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly prisma: PrismaService,
  ) {}

  check() {
    return this.indicators
      .check('database')
      .attempt(async () => {
        try {
          await this.prisma.$queryRaw`SELECT 1`;
        } catch (error) {
          // The driver's words name host and user, which are nobody's business who can reach this page.
          throw new Error('The database does not answer.', { cause: error });
        }
      })
      .withTimeout(TIMEOUT_MS);
  }
}
