import { z } from 'zod';
import { listQuery } from '../../../outbound/notices/api-notices.schemas.js';
import type { ApiNoticeKind } from '../../../platform/database/generated/enums.js';

/** What the page is asked for. */
export interface NoticeQuery {
  readonly provider?: string | undefined;
  readonly kind?: ApiNoticeKind | undefined;
  readonly dismissed: boolean;
  /** The id at which the page before ended. */
  readonly after?: string | undefined;
}

const { provider, kind, dismissed } = listQuery.shape;

/** The fields of the filter, the same words as in `GET /v1/api-notices`. What was dismissed is shown when asked for. */
export const noticeQuery: z.ZodType<NoticeQuery> = z
  .object({ provider, kind, dismissed, after: z.uuid().optional().catch(undefined) })
  .transform((query) => ({ ...query, dismissed: query.dismissed ?? false }));
