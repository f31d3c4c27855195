import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import type { ApiNotice, Prisma } from '../../platform/database/generated/client.js';
import type { ApiNoticeKind } from '../../platform/database/generated/enums.js';
import { BackgroundPrismaService, PrismaService } from '../../platform/database/prisma.service.js';
import { MAX_NOTICES } from './told-notices.js';

/** The path under which everything beyond {@link MAX_NOTICES} of an operation and kind is one notice. */
export const OTHER_PATHS = '(other)';

/** What is noticed, before the table knows it. */
export type NewNotice = Omit<ApiNotice, 'id' | 'seenAt' | 'dismissedAt'>;

export interface ApiNoticeFilter {
  readonly provider?: string | undefined;
  readonly kinds?: readonly ApiNoticeKind[] | undefined;
  readonly dismissed?: boolean | undefined;
}

/** The table of notices: each thing once, over all replicas and restarts. Ids stand in the order of time. */
@Injectable()
export class ApiNoticeRecords {
  constructor(
    private readonly prisma: PrismaService,
    private readonly background: BackgroundPrismaService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Writes a notice down. An end that was moved to another day is news again; one that comes sooner is shown again, too,
   * if it was dismissed. An answer that leaves the end out takes nothing back.
   * @returns the path it stands under, if it is news; `undefined` if all of it was known
   */
  async add(notice: NewNotice): Promise<string | undefined> {
    const { provider, operation, kind, path, sample, link, deprecatedAt, sunsetAt } = notice;
    const [news] = await this.background.$queryRaw<{ path: string }[]>`
      INSERT INTO api_notices AS known
        (id, provider, operation, kind, path, sample, link, deprecated_at, sunset_at)
      SELECT ${uuidv7()}::uuid, ${provider}::text, ${operation}::text, ${kind}::api_notice_kind,
        CASE WHEN count(*) >= ${MAX_NOTICES} AND NOT bool_or(path = ${path}) THEN ${OTHER_PATHS} ELSE ${path} END,
        ${sample}::text, ${link}::text, ${deprecatedAt}::timestamptz, ${sunsetAt}::timestamptz
      FROM api_notices
      WHERE provider = ${provider} AND operation = ${operation} AND kind = ${kind}::api_notice_kind
      ON CONFLICT (provider, operation, kind, path) DO UPDATE SET
        sunset_at = excluded.sunset_at, seen_at = now(),
        deprecated_at = coalesce(excluded.deprecated_at, known.deprecated_at),
        link = coalesce(excluded.link, known.link),
        dismissed_at = CASE WHEN known.sunset_at <= excluded.sunset_at THEN known.dismissed_at END
      WHERE excluded.sunset_at IS NOT NULL AND (excluded.sunset_at AT TIME ZONE 'UTC')::date
        IS DISTINCT FROM (known.sunset_at AT TIME ZONE 'UTC')::date
      RETURNING path`;
    return news?.path;
  }

  async databaseAnswers(): Promise<boolean> {
    return this.background.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    );
  }

  /** A page of notices, newest first. `after` is the id of the last one seen. */
  list(filter: ApiNoticeFilter, limit: number, after?: string): Promise<ApiNotice[]> {
    return this.prisma.apiNotice.findMany({
      where: { ...whereOf(filter), ...(after && { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  /** Endpoints that are to go, the first to go first; those without a date last. */
  endings(filter: Omit<ApiNoticeFilter, 'kinds'>, limit: number): Promise<ApiNotice[]> {
    return this.prisma.apiNotice.findMany({
      where: whereOf({ ...filter, kinds: ['deprecated'] }),
      orderBy: [{ sunsetAt: { sort: 'asc', nulls: 'last' } }, { id: 'desc' }],
      take: limit,
    });
  }

  /** Sets a notice aside, and notes who did; one that is set aside already stays as it is. `null` if there is none. */
  dismiss(id: string, actor: Actor): Promise<ApiNotice | null> {
    return this.prisma.$transaction(async (tx) => {
      const open = { id, dismissedAt: null };
      const { count } = await tx.apiNotice.updateMany({ where: open, data: { dismissedAt: new Date() } });
      const notice = await tx.apiNotice.findUnique({ where: { id } });
      if (!notice || count === 0) return notice;
      const { provider, operation, kind, path } = notice;
      await this.audit.note(
        {
          actor,
          action: 'api_notice.dismissed',
          target: `api_notice:${id}`,
          details: { provider, operation, kind, path },
        },
        tx,
      );
      return notice;
    });
  }
}

function whereOf({ provider, kinds, dismissed }: ApiNoticeFilter): Prisma.ApiNoticeWhereInput {
  return {
    provider,
    kind: kinds && { in: [...kinds] },
    dismissedAt: dismissed === undefined ? undefined : dismissed ? { not: null } : null,
  };
}
