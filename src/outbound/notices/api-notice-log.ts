import type { Logger } from '../../platform/logging/logger.js';
import type { NewNotice } from './api-notice-records.js';

/**
 * One line for a notice: `api_deprecated` or `api_drift`.
 * @param requestId the request or job in which it was seen
 */
export function logNotice(logger: Logger, notice: NewNotice, requestId: string | undefined): void {
  const { provider, operation, kind, path } = notice;
  const where = { request_id: requestId, provider, operation };
  if (kind === 'deprecated') {
    const { deprecatedAt: deprecated_at, sunsetAt: sunset_at, link } = notice;
    const line = { event: 'api_deprecated', ...where, endpoint: path, deprecated_at, sunset_at, link };
    const end = sunset_at ? `, and ends on ${sunset_at.toISOString().slice(0, 10)}` : '';
    logger.warn(line, `${provider} ${operation}: ${path} is deprecated${end}`);
  } else {
    const what = kind === 'unknown_field' ? 'the field' : 'a value of';
    const line = { event: 'api_drift', ...where, kind, path, sample: notice.sample };
    logger.warn(line, `${provider} ${operation}: its schema does not know ${what} ${path}`);
  }
}
