import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { PrismaService } from '../../../platform/database/prisma.service.js';

/** Failed calls that are counted at most, over all providers. */
export const MAX_COUNTED = 5_000;

/** How the calls to one provider failed within the last day. */
export interface ProviderFailures {
  readonly provider: string;
  /** Among the newest {@link MAX_COUNTED} of all providers. */
  readonly failed: number;
  /** Of these, refreshes of tokens. */
  readonly refreshes: number;
  readonly lastId: string;
  readonly lastError: string | null;
  readonly lastAt: Date;
}

/** Failed calls to providers, from the request log, which has every one of them. */
@Injectable()
export class RequestFailures {
  constructor(private readonly prisma: PrismaService) {}

  /** Those since this time, by provider. */
  since(time: Date): Promise<ProviderFailures[]> {
    const firstId = uuidv7({ msecs: time.getTime(), seq: 0, random: new Uint8Array(16) });
    // Compared as a pair, since it can then only be walked along the index by both: through all calls, it takes twice as long.
    return this.prisma.$queryRaw<ProviderFailures[]>`
      SELECT counted.provider, counted.failed, counted.refreshes, counted."lastId",
        coalesce(last.error, last.error_code, last.status_code::text) AS "lastError", last.started_at AS "lastAt"
      FROM (
        SELECT provider, count(*)::int AS failed,
          (count(*) FILTER (WHERE operation IN ('oauth.refresh', 'credentials.mint')))::int AS refreshes,
          (array_agg(id ORDER BY id DESC))[1] AS "lastId"
        FROM (
          SELECT id, provider, operation FROM outbound_requests
          WHERE (failed, id) >= (true, ${firstId}::uuid) ORDER BY failed DESC, id DESC LIMIT ${MAX_COUNTED}) AS newest
        GROUP BY provider) AS counted
      JOIN outbound_requests AS last ON last.id = counted."lastId"`;
  }
}
