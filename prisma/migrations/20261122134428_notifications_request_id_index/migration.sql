-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "notifications_request_id_idx" ON "notifications"("request_id");
