-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "webhook_events_request_id_idx" ON "webhook_events"("request_id");
