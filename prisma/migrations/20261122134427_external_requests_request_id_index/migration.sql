-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "external_requests_request_id_idx" ON "external_requests"("request_id");
