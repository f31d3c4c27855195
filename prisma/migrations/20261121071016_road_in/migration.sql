-- CreateEnum
CREATE TYPE "webhook_payload_encoding" AS ENUM ('identity', 'zstd');

-- CreateEnum
CREATE TYPE "webhook_rejection_reason" AS ENUM ('missing', 'malformed', 'stale', 'wrong_secret', 'other_account', 're_encoded');

-- AlterEnum
ALTER TYPE "webhook_handler_status" ADD VALUE 'superseded';

-- DropForeignKey
ALTER TABLE "webhook_handler_runs" DROP CONSTRAINT "webhook_handler_runs_event_id_fkey";

-- DropIndex
DROP INDEX "webhook_events_dedupe_key_key";

-- DropIndex
DROP INDEX "webhook_events_status_id_idx";

-- CreateTable
CREATE TABLE "webhook_payloads" (
    "event_id" UUID NOT NULL,
    "headers" JSON NOT NULL,
    "encoding" "webhook_payload_encoding" NOT NULL DEFAULT 'identity',
    "body" BYTEA NOT NULL,

    CONSTRAINT "webhook_payloads_pkey" PRIMARY KEY ("event_id")
);

-- Inline and as it is up to 4 kB, which is most events: PostgreSQL's own compression costs more than it saves there.
-- What is larger comes compressed.
ALTER TABLE "webhook_payloads" SET (toast_tuple_target = 4080);
ALTER TABLE "webhook_payloads" ALTER COLUMN "body" SET STORAGE EXTERNAL;

INSERT INTO "webhook_payloads" ("event_id", "headers", "body")
SELECT "id", "headers"::json, "raw_body" FROM "webhook_events";

-- AlterTable
ALTER TABLE "webhook_events" DROP COLUMN "dedupe_key",
DROP COLUMN "headers",
DROP COLUMN "raw_body",
ADD COLUMN     "connection_id" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- Names and ids of machines, compared byte by byte: quicker than any language's order, and an index finds beginnings.
ALTER TABLE "webhook_events"
ALTER COLUMN "provider" TYPE TEXT COLLATE "C",
ALTER COLUMN "external_id" TYPE TEXT COLLATE "C",
ALTER COLUMN "type" TYPE TEXT COLLATE "C";
ALTER TABLE "webhook_handler_runs" ALTER COLUMN "handler" TYPE TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "webhook_handler_runs" ADD COLUMN     "order_key" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "webhook_newest" (
    "handler" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_newest_pkey" PRIMARY KEY ("handler","key")
);

-- CreateTable
CREATE TABLE "webhook_accounts" (
    "provider" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "tenant" TEXT,
    "sealed_secrets" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_accounts_pkey" PRIMARY KEY ("provider","connection_id")
);

-- CreateTable
CREATE TABLE "webhook_rejections" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL DEFAULT '',
    "reason" "webhook_rejection_reason" NOT NULL,
    "message" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "headers" JSON NOT NULL,
    "body" BYTEA NOT NULL,
    "truncated" BOOLEAN NOT NULL DEFAULT false,
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_rejections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_unhandled_types" (
    "provider" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "sample_event_id" UUID NOT NULL,

    CONSTRAINT "webhook_unhandled_types_pkey" PRIMARY KEY ("provider","type")
);

-- CreateTable
CREATE TABLE "webhook_pauses" (
    "provider" TEXT NOT NULL,
    "reason" TEXT,
    "paused_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_pauses_pkey" PRIMARY KEY ("provider")
);

-- CreateTable
CREATE TABLE "webhook_reconciliations" (
    "provider" TEXT NOT NULL,
    "reconciled_until" TIMESTAMPTZ(3) NOT NULL,
    "last_run_at" TIMESTAMPTZ(3),
    "last_found" INTEGER NOT NULL DEFAULT 0,
    "total_found" BIGINT NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "webhook_reconciliations_pkey" PRIMARY KEY ("provider")
);

-- CreateIndex
CREATE INDEX "webhook_accounts_tenant_idx" ON "webhook_accounts"("tenant");

-- CreateIndex
CREATE INDEX "webhook_rejections_provider_id_idx" ON "webhook_rejections"("provider", "id");

-- CreateIndex
CREATE INDEX "webhook_rejections_reason_id_idx" ON "webhook_rejections"("reason", "id");

-- CreateIndex
CREATE INDEX "webhook_events_status_id_idx" ON "webhook_events"("status", "id") WHERE (status <> 'processed'::webhook_event_status);

-- CreateIndex
CREATE INDEX "webhook_events_connection_id_id_idx" ON "webhook_events"("connection_id", "id") WHERE (connection_id <> ''::text);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_events_external_id_provider_connection_id_key" ON "webhook_events"("external_id", "provider", "connection_id");

-- CreateIndex
CREATE INDEX "webhook_handler_runs_line" ON "webhook_handler_runs"("handler", "order_key", "event_id") WHERE ((order_key IS NOT NULL) AND (status = ANY (ARRAY['pending'::webhook_handler_status, 'failed'::webhook_handler_status])));

-- CreateIndex
CREATE INDEX "webhook_handler_runs_next_attempt_at_idx" ON "webhook_handler_runs"("next_attempt_at") WHERE (status = 'failed'::webhook_handler_status);
