import type { ApiNotice } from '../../platform/database/generated/client.js';

/** A notice as the API shows it. */
export function presentNotice(notice: ApiNotice) {
  return {
    id: notice.id,
    provider: notice.provider,
    operation: notice.operation,
    kind: notice.kind,
    path: notice.path,
    sample: notice.sample,
    link: notice.link,
    deprecated_at: notice.deprecatedAt,
    sunset_at: notice.sunsetAt,
    seen_at: notice.seenAt,
    dismissed_at: notice.dismissedAt,
  };
}
