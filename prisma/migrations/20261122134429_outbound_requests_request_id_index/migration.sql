-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "outbound_requests_request_id_idx" ON "outbound_requests"("request_id");
