import type { EventLog } from '../../contracts/webhooks.js';
import type { WebhookReconciliation } from '../../platform/database/generated/client.js';

/** A provider that keeps a log, and how far it was compared, as the API shows it. */
export function presentReconciliation(
  provider: string,
  { configured }: EventLog,
  record: WebhookReconciliation | undefined,
) {
  return {
    provider,
    configured,
    reconciled_until: record?.reconciledUntil ?? null,
    last_run_at: record?.lastRunAt ?? null,
    last_found: record?.lastFound ?? 0,
    total_found: Number(record?.totalFound ?? 0),
    last_error: record?.lastError ?? null,
  };
}
