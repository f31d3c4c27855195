-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "unknown_outcomes_request_id_idx" ON "unknown_outcomes"("request_id");
