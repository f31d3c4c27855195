import { Injectable } from '@nestjs/common';
import { Connections } from '../../../connections/accounts/connections.service.js';
import type { Connection } from '../../../contracts/connections.js';
import { PrismaService } from '../../../platform/database/prisma.service.js';

/** Connections of each kind that are named. */
const NAMED = 5;

/** Connections that are looked at for failing refreshes: those that are due soonest, which overdue ones are. */
const LOOK_AT = 5_000;

/** Connections that somebody has to look at. */
export interface Attention {
  /** The newest that lost their access, up to {@link NAMED} of each status. */
  readonly lost: readonly Connection[];
  /** Connections that still work while their refresh fails, the one with most failures first. */
  readonly failingRefresh: readonly FailingRefresh[];
}

/** A connection whose refresh has failed, and is tried again. */
interface FailingRefresh {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  readonly failures: number;
  readonly lastError: string | null;
}

/** Finds the connections that need somebody. */
@Injectable()
export class AttentionList {
  constructor(
    private readonly connections: Connections,
    private readonly prisma: PrismaService,
  ) {}

  async read(): Promise<Attention> {
    const [needsReauth, revoked, failingRefresh] = await Promise.all([
      this.connections.list({ status: 'needs_reauth' }, NAMED),
      this.connections.list({ status: 'revoked' }, NAMED),
      this.failingRefresh(),
    ]);
    return { lost: [...needsReauth, ...revoked], failingRefresh };
  }

  private failingRefresh(): Promise<FailingRefresh[]> {
    return this.prisma.$queryRaw<FailingRefresh[]>`
      SELECT id, provider, label, refresh_failures AS failures, last_error AS "lastError" FROM (
        SELECT id, provider, label, refresh_failures, last_error FROM connections
        WHERE status = 'connected' AND refresh_at IS NOT NULL ORDER BY refresh_at LIMIT ${LOOK_AT}) AS due
      WHERE refresh_failures > 0 ORDER BY refresh_failures DESC, id LIMIT ${NAMED}`;
  }
}
