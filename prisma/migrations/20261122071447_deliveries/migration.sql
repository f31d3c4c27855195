-- CreateEnum
CREATE TYPE "endpoint_disabled_reason" AS ENUM ('by_hand', 'gone', 'failing');

-- CreateEnum
CREATE TYPE "endpoint_ownership" AS ENUM ('vouched', 'unproved', 'proved');

-- CreateEnum
CREATE TYPE "endpoint_payload" AS ENUM ('full', 'thin');

-- CreateEnum
CREATE TYPE "delivery_status" AS ENUM ('pending', 'delivered', 'failed', 'dead');

-- CreateTable
CREATE TABLE "endpoints" (
    "id" UUID NOT NULL,
    "tenant" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "event_types" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" "endpoint_disabled_reason",
    "disabled_at" TIMESTAMPTZ(3),
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "ownership" "endpoint_ownership" NOT NULL DEFAULT 'vouched',
    "api_version" TEXT,
    "payload" "endpoint_payload" NOT NULL DEFAULT 'full',
    "ordered" BOOLEAN NOT NULL DEFAULT false,
    "plain_signature" BOOLEAN NOT NULL DEFAULT false,
    "rate_limit" INTEGER,
    "sealed_secrets" BYTEA NOT NULL,
    "sealed_headers" BYTEA,
    "version" INTEGER NOT NULL DEFAULT 1,
    "failing_since" TIMESTAMPTZ(3),
    "held_until" TIMESTAMPTZ(3),
    "paced_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint_hours" (
    "endpoint_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "delivered" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,

    CONSTRAINT "endpoint_hours_pkey" PRIMARY KEY ("endpoint_id","hour")
);

-- CreateTable
CREATE TABLE "published_events" (
    "id" UUID NOT NULL,
    "tenant" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT,
    "data" TEXT NOT NULL,
    "versions" TEXT,
    "idempotency_key" TEXT,
    "fingerprint" BYTEA,
    "endpoint_id" UUID,
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "published_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "status" "delivery_status" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "earlier" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "order_key" TEXT,
    "position" BIGSERIAL NOT NULL,
    "last_status" SMALLINT,
    "last_error" TEXT,
    "last_attempt_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_attempts" (
    "delivery_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "outcome" "delivery_status" NOT NULL,
    "status" SMALLINT,
    "error" TEXT,
    "answer" TEXT,
    "duration_ms" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("delivery_id","number")
);

-- CreateTable
CREATE TABLE "event_types" (
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "schema" JSON,
    "example" JSON,
    "versions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "deprecated" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_types_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "endpoints_tenant_id_idx" ON "endpoints"("tenant", "id");

-- CreateIndex
CREATE INDEX "published_events_tenant_id_idx" ON "published_events"("tenant", "id");

-- CreateIndex
CREATE UNIQUE INDEX "published_events_tenant_idempotency_key_key" ON "published_events"("tenant", "idempotency_key") WHERE (idempotency_key IS NOT NULL);

-- CreateIndex
CREATE INDEX "deliveries_endpoint_id_due_at_idx" ON "deliveries"("endpoint_id", "due_at") WHERE (due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "deliveries_endpoint_id_order_key_position_idx" ON "deliveries"("endpoint_id", "order_key", "position") WHERE (order_key IS NOT NULL AND due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "deliveries_endpoint_id_id_idx" ON "deliveries"("endpoint_id", "id");

-- CreateIndex
CREATE INDEX "deliveries_event_id_idx" ON "deliveries"("event_id");

-- CreateIndex
CREATE INDEX "deliveries_status_id_idx" ON "deliveries"("status", "id") WHERE (status = ANY (ARRAY['failed'::delivery_status, 'dead'::delivery_status]));
