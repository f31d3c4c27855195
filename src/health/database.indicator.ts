import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { PrismaService } from '../platform/database/prisma.service.js';

const TIMEOUT_MS = 2_000;

/** Whether the database answers, and may be written to: on a standby, or one set read-only, nothing could be stored. */
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
        if (await this.isReadOnly()) throw new Error('The database is read-only. Nothing can be stored.');
      })
      .withTimeout(TIMEOUT_MS);
  }

  /** On a standby, every transaction is. */
  private async isReadOnly(): Promise<boolean> {
    try {
      const [row] = await this.prisma.$queryRaw<{ readOnly: boolean }[]>`
        SELECT current_setting('transaction_read_only')::boolean AS "readOnly"`;
      return row?.readOnly === true;
    } catch (error) {
      // The driver's words name host and user, which are nobody's business who can reach this page.
      throw new Error('The database does not answer.', { cause: error });
    }
  }
}
