-- CreateEnum
CREATE TYPE "notification_status" AS ENUM ('queued', 'sent', 'delivered', 'bounced', 'failed', 'dead');

-- CreateEnum
CREATE TYPE "notification_mode" AS ENUM ('now', 'durable');

-- CreateEnum
CREATE TYPE "suppression_reason" AS ENUM ('bounced', 'complained', 'unsubscribed', 'manual');

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "status" "notification_status" NOT NULL DEFAULT 'queued',
    "mode" "notification_mode" NOT NULL,
    "idempotency_key" TEXT,
    "fingerprint" TEXT,
    "message" JSON NOT NULL,
    "route" JSON NOT NULL,
    "step" SMALLINT NOT NULL DEFAULT 0,
    "refused_steps" SMALLINT[] DEFAULT ARRAY[]::SMALLINT[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "rounds" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "attempt_from" TIMESTAMPTZ(3),
    "attempt_until" TIMESTAMPTZ(3),
    "looks" INTEGER NOT NULL DEFAULT 0,
    "provider" TEXT,
    "message_id" TEXT,
    "error_code" TEXT,
    "error" TEXT,
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "status_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_events" (
    "id" BIGSERIAL NOT NULL,
    "notification_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "provider" TEXT,
    "detail" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppressions" (
    "address" TEXT NOT NULL,
    "reason" "suppression_reason" NOT NULL,
    "provider" TEXT,
    "detail" TEXT,
    "notification_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppressions_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "notification_templates" (
    "name" TEXT NOT NULL,
    "subject" TEXT,
    "text" TEXT,
    "html" TEXT,
    "blocks" JSON,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_templates_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "notifications_idempotency_key_key" ON "notifications"("idempotency_key");

-- CreateIndex
CREATE INDEX "notifications_status_id_idx" ON "notifications"("status", "id");

-- CreateIndex
CREATE INDEX "notifications_due_at_idx" ON "notifications"("due_at") WHERE (due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "notifications_provider_message_id_idx" ON "notifications"("provider", "message_id") WHERE (message_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "notification_events_notification_id_id_idx" ON "notification_events"("notification_id", "id");

-- CreateIndex
CREATE INDEX "suppressions_created_at_idx" ON "suppressions"("created_at");
