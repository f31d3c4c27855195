-- CreateEnum
CREATE TYPE "circuit_state" AS ENUM ('closed', 'half_open', 'open');

-- CreateEnum
CREATE TYPE "circuit_hold" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "unknown_outcome_status" AS ENUM ('unknown', 'happened', 'not_happened', 'unresolved');

-- CreateTable
-- Counts live for a minute; losing them in a crash costs nothing, and writing them to disk would.
CREATE UNLOGGED TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "circuits" (
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "operation_group" TEXT NOT NULL,
    "state" "circuit_state" NOT NULL DEFAULT 'closed',
    "open_until" TIMESTAMPTZ(3),
    "hold" "circuit_hold",
    "reason" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "circuits_pkey" PRIMARY KEY ("provider","account","operation_group")
);

-- CreateTable
CREATE TABLE "circuit_transitions" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "operation_group" TEXT NOT NULL,
    "from" "circuit_state" NOT NULL,
    "to" "circuit_state" NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "circuit_transitions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbound_requests" (
    "id" UUID NOT NULL,
    "request_id" TEXT,
    "provider" TEXT NOT NULL,
    "connection_id" TEXT,
    "operation" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "status_code" INTEGER,
    "error_code" TEXT,
    "error" TEXT,
    "failed" BOOLEAN NOT NULL,
    "attempts" INTEGER NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbound_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unknown_outcomes" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "connection_id" TEXT,
    "operation" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "idempotency_key" TEXT,
    "reference" TEXT,
    "request_id" TEXT,
    "status" "unknown_outcome_status" NOT NULL DEFAULT 'unknown',
    "object_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "unknown_outcomes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "circuits_updated_at_idx" ON "circuits"("updated_at");

-- CreateIndex
CREATE INDEX "circuit_transitions_provider_id_idx" ON "circuit_transitions"("provider", "id");

-- CreateIndex
CREATE INDEX "circuit_transitions_at_idx" ON "circuit_transitions"("at");

-- CreateIndex
CREATE INDEX "outbound_requests_failed_id_idx" ON "outbound_requests"("failed", "id");

-- CreateIndex
CREATE INDEX "outbound_requests_provider_id_idx" ON "outbound_requests"("provider", "id");

-- CreateIndex
CREATE INDEX "unknown_outcomes_status_id_idx" ON "unknown_outcomes"("status", "id");
