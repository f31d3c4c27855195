import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../platform/database/prisma.service.js';

/** Connections of each kind that are named. */
const NAMED = 5;

/** Connections that are looked at for failing refreshes: those that are due soonest, which overdue ones are. */
const LOOK_AT = 5_000;

/** A connection that somebody has to look at. */
export interface NeedyConnection {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  /** One that is `connected` still works, while its refresh fails and is tried again. */
  readonly status: 'needs_reauth' | 'revoked' | 'connected';
  /** Refreshes that failed one after another. */
  readonly failures: number;
  readonly lastError: string | null;
}

/** Finds the connections that need somebody. */
@Injectable()
export class AttentionList {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Up to {@link NAMED} of each kind: the newest that lost their access, those whose access was withdrawn, and those whose
   * refresh fails, the one with most failures first.
   */
  read(): Promise<NeedyConnection[]> {
    // One statement, each part of it along an index of its own.
    return this.prisma.$queryRaw<NeedyConnection[]>`
      SELECT id, provider, label, status::text, refresh_failures AS failures, last_error AS "lastError" FROM (
        (SELECT 1 AS part, * FROM connections WHERE status = 'needs_reauth' ORDER BY id DESC LIMIT ${NAMED})
        UNION ALL
        (SELECT 2, * FROM connections WHERE status = 'revoked' ORDER BY id DESC LIMIT ${NAMED})
        UNION ALL
        (SELECT 3, * FROM (
            SELECT * FROM connections
            WHERE status = 'connected' AND refresh_at IS NOT NULL ORDER BY refresh_at LIMIT ${LOOK_AT}) AS due
          WHERE refresh_failures > 0 ORDER BY refresh_failures DESC, id LIMIT ${NAMED})
      ) AS needy
      ORDER BY part, CASE WHEN part = 3 THEN -refresh_failures END, id DESC`;
  }
}
