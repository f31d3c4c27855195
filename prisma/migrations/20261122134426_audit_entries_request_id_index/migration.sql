-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_entries_request_id_idx" ON "audit_entries"("request_id");
