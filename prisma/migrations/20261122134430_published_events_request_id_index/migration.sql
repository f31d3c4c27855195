-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "published_events_request_id_idx" ON "published_events"("request_id");
