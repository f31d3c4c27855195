import { Prisma } from '../../platform/database/generated/client.js';
import type { Settlement } from '../sending/next-step.js';

/**
 * Writes down settlements and the lines of their histories. One that is about an attempt which is no longer the last
 * changes nothing; what a provider's webhook has said meanwhile is not taken back.
 */
export function settleStatement(settlements: readonly Settlement[]): Prisma.Sql {
  return Prisma.sql`
    WITH settled AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(settlements, storable)}::jsonb) AS s(
        id uuid, "attemptFrom" timestamptz, status notification_status, step smallint,
        "refusedSteps" jsonb, rounds int, looks int, open boolean, "dueAt" timestamptz, provider text,
        "messageId" text, "sentAt" timestamptz, "errorCode" text, error text, history jsonb)
    ), updated AS (
      UPDATE notifications n SET
        status = CASE WHEN n.status = 'queued' THEN s.status ELSE n.status END,
        status_at = CASE WHEN n.status = 'queued' AND s.status <> 'queued' THEN now() ELSE n.status_at END,
        step = s.step,
        refused_steps = ARRAY(SELECT jsonb_array_elements_text(s."refusedSteps")::smallint),
        rounds = s.rounds,
        looks = s.looks,
        due_at = CASE WHEN n.status = 'queued' THEN s."dueAt" END,
        attempt_until = CASE WHEN s.open AND n.status = 'queued' THEN n.attempt_until END,
        provider = coalesce(s.provider, n.provider),
        message_id = coalesce(s."messageId", n.message_id),
        sent_at = coalesce(n.sent_at, s."sentAt"),
        error_code = CASE WHEN n.status = 'queued' THEN s."errorCode" ELSE n.error_code END,
        error = CASE WHEN n.status = 'queued' THEN s.error ELSE n.error END
      FROM settled s
      WHERE n.id = s.id AND n.attempt_from IS NOT DISTINCT FROM s."attemptFrom"
      RETURNING n.id
    )
    INSERT INTO notification_events (notification_id, type, provider, detail, occurred_at)
    SELECT s.id, line.type, line.provider, line.detail, now()
    FROM settled s JOIN updated USING (id),
      jsonb_to_recordset(s.history) AS line(type text, provider text, detail text)`;
}

/** What a provider answers may hold characters that PostgreSQL does not take. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}
