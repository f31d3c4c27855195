-- AlterEnum
ALTER TYPE "actor_kind" ADD VALUE 'access_token';

-- DropForeignKey
ALTER TABLE "idempotency_records" DROP CONSTRAINT "idempotency_records_api_key_id_fkey";

-- AlterTable
ALTER TABLE "admins" ADD COLUMN     "oidc_issuer" TEXT,
ADD COLUMN     "oidc_subject" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "external_requests" ADD COLUMN     "traceparent" TEXT;

-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "traceparent" TEXT;

-- AlterTable
ALTER TABLE "published_events" ADD COLUMN     "traceparent" TEXT;

-- AlterTable
ALTER TABLE "webhook_events" ADD COLUMN     "traceparent" TEXT;

-- CreateTable
CREATE TABLE "timeline_references" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "timeline_references_pkey" PRIMARY KEY ("name","value","request_id")
);

-- CreateIndex
CREATE INDEX "timeline_references_request_id_idx" ON "timeline_references"("request_id");

-- CreateIndex
CREATE INDEX "timeline_references_at_idx" ON "timeline_references"("at");

-- CreateIndex
CREATE UNIQUE INDEX "admins_oidc_issuer_oidc_subject_key" ON "admins"("oidc_issuer", "oidc_subject");

-- CreateIndex
CREATE INDEX "audit_entries_request_id_idx" ON "audit_entries"("request_id");

-- CreateIndex
CREATE INDEX "external_requests_request_id_idx" ON "external_requests"("request_id");

-- CreateIndex
CREATE INDEX "notifications_request_id_idx" ON "notifications"("request_id");

-- CreateIndex
CREATE INDEX "outbound_requests_request_id_idx" ON "outbound_requests"("request_id");

-- CreateIndex
CREATE INDEX "published_events_request_id_idx" ON "published_events"("request_id");

-- CreateIndex
CREATE INDEX "unknown_outcomes_request_id_idx" ON "unknown_outcomes"("request_id");

-- CreateIndex
CREATE INDEX "webhook_events_request_id_idx" ON "webhook_events"("request_id");

-- The audit log is only ever added to: whoever writes to it by mistake, or with Hookline's own rights, is refused.
CREATE FUNCTION refuse_audit_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: entries are neither changed nor deleted.' USING ERRCODE = '42501';
END
$$;

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_changes();

CREATE TRIGGER audit_entries_not_truncated BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_changes();
