-- CreateEnum
CREATE TYPE "api_notice_kind" AS ENUM ('unknown_field', 'unknown_value', 'deprecated');

-- CreateEnum
CREATE TYPE "external_request_status" AS ENUM ('queued', 'processing', 'completed', 'failed');

-- CreateEnum
CREATE TYPE "external_callback_status" AS ENUM ('pending', 'delivered', 'dead');

-- AlterTable
ALTER TABLE "outbound_requests" ADD COLUMN     "answer" TEXT;

-- CreateTable
CREATE TABLE "api_notices" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "kind" "api_notice_kind" NOT NULL,
    "path" TEXT NOT NULL,
    "sample" TEXT,
    "link" TEXT,
    "deprecated_at" TIMESTAMPTZ(3),
    "sunset_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dismissed_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "external_requests" (
    "id" UUID NOT NULL,
    "idempotency_key" TEXT,
    "fingerprint" BYTEA NOT NULL,
    "status" "external_request_status" NOT NULL DEFAULT 'queued',
    "data" TEXT,
    "result" TEXT,
    "external_id" TEXT,
    "error_code" TEXT,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "callback_url" TEXT,
    "callback_status" "external_callback_status",
    "callback_attempts" INTEGER NOT NULL DEFAULT 0,
    "callback_error" TEXT,
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),
    "callback_ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "external_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_notices_provider_operation_kind_path_key" ON "api_notices"("provider", "operation", "kind", "path");

-- CreateIndex
CREATE UNIQUE INDEX "external_requests_idempotency_key_key" ON "external_requests"("idempotency_key");

-- CreateIndex
CREATE INDEX "external_requests_created_at_idx" ON "external_requests"("created_at");
