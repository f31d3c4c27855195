import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../platform/database/prisma.service.js';
import { firstIdAt } from '../../../platform/database/uuid-ranges.js';

/** Calls that are looked at: what an event causes comes soon after it. */
const LOOK_AT = 10_000;

/** Calls that are shown. */
const SHOWN = 20;

/** A call to a provider that the handling of an event made. */
export interface EventRequest {
  readonly id: string;
  readonly provider: string;
  readonly operation: string;
  readonly statusCode: number | null;
  readonly errorCode: string | null;
  readonly failed: boolean;
  readonly durationMs: number;
  readonly startedAt: Date;
}

/** What handlers sent out because of an event, as far as the request log has it. */
@Injectable()
export class EventRequests {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * The first {@link SHOWN} calls under the request id of an event, oldest first, among the {@link LOOK_AT} that were
   * made after it came: the log has no index by request id.
   */
  of({ requestId, receivedAt }: { requestId: string; receivedAt: Date }): Promise<EventRequest[]> {
    return this.prisma.$queryRaw<EventRequest[]>`
      SELECT id, provider, operation, status_code AS "statusCode", error_code AS "errorCode", failed,
        duration_ms AS "durationMs", started_at AS "startedAt"
      FROM (
        SELECT * FROM outbound_requests WHERE id >= ${firstIdAt(receivedAt)}::uuid ORDER BY id LIMIT ${LOOK_AT}
      ) AS since
      WHERE request_id = ${requestId} ORDER BY id LIMIT ${SHOWN}`;
  }
}
