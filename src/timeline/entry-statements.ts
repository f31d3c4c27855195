import { Prisma } from '../platform/database/generated/client.js';
import type { Correlations } from './correlations.js';
import type { EntryKind } from './timeline-entry.js';

/**
 * What each kind of entry is made of: one statement a kind, all with the same columns. Each begins at an index by
 * request id, so that it costs what the thing has, however much else there is.
 *
 * Columns: at, id, request_id, provider, name, status, outcome, duration_ms, detail, recipient, object_id.
 */
export function entryStatement(kind: EntryKind, { requestIds, webhookEventIds }: Correlations): Prisma.Sql {
  const ours = Prisma.sql`request_id = ANY(${requestIds}::text[])`;
  const webhooks = webhookEventIds.length
    ? Prisma.sql`(w.${ours} OR w.id = ANY(${webhookEventIds}::uuid[]))`
    : Prisma.sql`w.${ours}`;
  return STATEMENTS[kind](ours, webhooks);
}

const STATEMENTS: Record<EntryKind, (ours: Prisma.Sql, webhooks: Prisma.Sql) => Prisma.Sql> = {
  webhook: (_ours, webhooks) => Prisma.sql`
    SELECT w.received_at AS at, w.id::text AS id, w.request_id, w.provider, w.type AS name, w.status::text AS status,
      CASE WHEN w.status IN ('failed', 'dead') THEN 'failed' WHEN w.status IN ('pending', 'unhandled') THEN 'waiting' ELSE 'ok' END AS outcome,
      NULL::int AS duration_ms, NULL::text AS detail, NULL::text AS recipient, w.id::text AS object_id
    FROM webhook_events w WHERE ${webhooks}`,
  handler: (_ours, webhooks) => Prisma.sql`
    SELECT COALESCE(r.last_attempt_at, w.received_at), r.event_id || ':' || r.handler, w.request_id, w.provider, r.handler,
      r.status::text,
      CASE WHEN r.status IN ('failed', 'dead') THEN 'failed' WHEN r.status = 'pending' THEN 'waiting' ELSE 'ok' END,
      NULL::int, split_part(r.last_error, E'\n', 1), NULL, w.id::text
    FROM webhook_events w JOIN webhook_handler_runs r ON r.event_id = w.id WHERE ${webhooks}`,
  call: (ours) => Prisma.sql`
    SELECT started_at, id::text, request_id, provider, operation, COALESCE(error_code, status_code::text, 'no answer'),
      CASE WHEN failed THEN 'failed' ELSE 'ok' END, duration_ms,
      COALESCE(error, CASE WHEN attempts > 1 THEN attempts || ' attempts' END), NULL, id::text
    FROM outbound_requests WHERE ${ours}`,
  unknown_outcome: (ours) => Prisma.sql`
    SELECT COALESCE(settled_at, sent_at), id::text, request_id, provider, operation, status::text,
      CASE WHEN status = 'unknown' THEN 'waiting' WHEN status = 'unresolved' THEN 'failed' ELSE 'ok' END,
      NULL::int, last_error, NULL, id::text
    FROM unknown_outcomes WHERE ${ours}`,
  event: (ours) => Prisma.sql`
    SELECT created_at, id::text, request_id, NULL, type, 'published', 'ok', NULL::int, 'for ' || tenant, NULL, id::text
    FROM published_events WHERE ${ours}`,
  delivery: (ours) => Prisma.sql`
    SELECT d.created_at, d.id::text, e.request_id, NULL, d.type, d.status::text,
      CASE WHEN d.status IN ('failed', 'dead') THEN 'failed' WHEN d.status = 'pending' THEN 'waiting' ELSE 'ok' END,
      NULL::int, CASE WHEN d.status <> 'delivered' THEN d.last_error END, p.url, d.id::text
    FROM published_events e JOIN deliveries d ON d.event_id = e.id LEFT JOIN endpoints p ON p.id = d.endpoint_id
    WHERE e.${ours}`,
  delivery_attempt: (ours) => Prisma.sql`
    SELECT a.started_at, a.delivery_id || ':' || a.number, e.request_id, NULL, d.type, COALESCE(a.status::text, 'no answer'),
      CASE WHEN a.outcome = 'delivered' THEN 'ok' ELSE 'failed' END, a.duration_ms, a.error, p.url, d.id::text
    FROM published_events e JOIN deliveries d ON d.event_id = e.id JOIN delivery_attempts a ON a.delivery_id = d.id
      LEFT JOIN endpoints p ON p.id = d.endpoint_id
    WHERE e.${ours}`,
  notification: (ours) => Prisma.sql`
    SELECT created_at, id::text, request_id, COALESCE(provider, route->step::int->>'provider'),
      COALESCE(route->step::int->>'channel', 'message'), status::text,
      CASE WHEN status IN ('failed', 'dead', 'bounced') THEN 'failed' WHEN status = 'queued' THEN 'waiting' ELSE 'ok' END,
      NULL::int, error, route->step::int->>'to', id::text
    FROM notifications WHERE ${ours}`,
  // Providers tell whole seconds: what became of a message never stands before it.
  notification_event: (ours) => Prisma.sql`
    SELECT GREATEST(v.occurred_at, n.created_at), v.id::text, n.request_id, v.provider, v.type, v.type,
      CASE WHEN v.type IN ('failed', 'attempt_failed', 'refused', 'dead', 'bounced', 'bounce', 'dropped', 'spamreport')
        THEN 'failed' WHEN v.type IN ('outcome_unknown', 'deferred') THEN 'waiting' ELSE 'ok' END,
      NULL::int, v.detail, n.route->n.step::int->>'to', n.id::text
    FROM notifications n JOIN notification_events v ON v.notification_id = n.id
    WHERE n.${ours} AND v.type <> 'queued'`,
  external_request: (ours) => Prisma.sql`
    SELECT created_at, id::text, request_id, 'external-api', 'data.process', status::text,
      CASE WHEN status = 'failed' THEN 'failed' WHEN status = 'completed' THEN 'ok' ELSE 'waiting' END,
      NULL::int, NULL, NULL, id::text
    FROM external_requests WHERE ${ours}`,
  external_result: (ours) => Prisma.sql`
    SELECT completed_at, id::text, request_id, 'external-api', 'data.process', COALESCE(error_code, status::text),
      CASE WHEN status = 'failed' THEN 'failed' ELSE 'ok' END,
      (EXTRACT(EPOCH FROM completed_at - created_at) * 1000)::int, error, NULL, id::text
    FROM external_requests WHERE ${ours} AND completed_at IS NOT NULL`,
  external_callback: (ours) => Prisma.sql`
    SELECT callback_ended_at, id::text, request_id, NULL, 'callback', callback_status::text,
      CASE WHEN callback_status = 'delivered' THEN 'ok' ELSE 'failed' END, NULL::int, callback_error, callback_url, id::text
    FROM external_requests WHERE ${ours} AND callback_ended_at IS NOT NULL`,
  audit: (ours) => Prisma.sql`
    SELECT at, id::text, request_id, NULL, action, 'done', 'ok', NULL::int, target, actor, id::text
    FROM audit_entries WHERE ${ours}`,
};
