-- CreateEnum
CREATE TYPE "connection_status" AS ENUM ('connected', 'needs_reauth', 'revoked', 'disconnected');

-- CreateEnum
CREATE TYPE "credential_kind" AS ENUM ('oauth2', 'service_account', 'api_key', 'basic', 'header');

-- CreateEnum
CREATE TYPE "subscription_status" AS ENUM ('pending', 'active', 'failed', 'gone');

-- CreateEnum
CREATE TYPE "admin_role" AS ENUM ('admin', 'viewer');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('admin', 'api_key', 'connect_link', 'command_line', 'system');

-- CreateTable
CREATE TABLE "connections" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "tenant" TEXT NOT NULL DEFAULT '',
    "status" "connection_status" NOT NULL DEFAULT 'connected',
    "kind" "credential_kind" NOT NULL,
    "external_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "scopes" TEXT[],
    "sealed_credential" BYTEA,
    "sealing_key_id" TEXT,
    "credential_version" INTEGER NOT NULL DEFAULT 1,
    "expires_at" TIMESTAMPTZ(3),
    "refresh_at" TIMESTAMPTZ(3),
    "refreshed_at" TIMESTAMPTZ(3),
    "refresh_started_at" TIMESTAMPTZ(3),
    "refresh_failures" INTEGER NOT NULL DEFAULT 0,
    "last_used_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "connected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disconnected_at" TIMESTAMPTZ(3),

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connect_attempts" (
    "state_hash" BYTEA NOT NULL,
    "browser_hash" BYTEA NOT NULL,
    "provider" TEXT NOT NULL,
    "tenant" TEXT NOT NULL DEFAULT '',
    "connection_id" UUID,
    "scopes" TEXT[],
    "return_to" TEXT,
    "connect_link_id" UUID,
    "actor" TEXT NOT NULL,
    "sealed_proof" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connect_attempts_pkey" PRIMARY KEY ("state_hash")
);

-- CreateTable
CREATE TABLE "connect_links" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "provider" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "connection_id" UUID,
    "scopes" TEXT[],
    "return_to" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "connect_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_subscriptions" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "status" "subscription_status" NOT NULL DEFAULT 'pending',
    "external_id" TEXT,
    "sealed_state" BYTEA,
    "sealing_key_id" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "renewed_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admins" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "admin_role" NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "admins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_sessions" (
    "token_hash" BYTEA NOT NULL,
    "id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sign_in_links" (
    "token_hash" BYTEA NOT NULL,
    "admin_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" TEXT,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "address" TEXT,
    "request_id" TEXT,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "connections_tenant_provider_id_idx" ON "connections"("tenant", "provider", "id");

-- CreateIndex
CREATE INDEX "connections_provider_id_idx" ON "connections"("provider", "id");

-- CreateIndex
CREATE INDEX "connections_status_id_idx" ON "connections"("status", "id");

-- CreateIndex
CREATE INDEX "connections_refresh_at_idx" ON "connections"("refresh_at") WHERE (status = 'connected'::connection_status) AND (refresh_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "connections_sealing_key_id_id_idx" ON "connections"("sealing_key_id", "id") WHERE (sealed_credential IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "connections_provider_tenant_external_id_key" ON "connections"("provider", "tenant", "external_id");

-- CreateIndex
CREATE INDEX "connect_attempts_expires_at_idx" ON "connect_attempts"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "connect_links_token_hash_key" ON "connect_links"("token_hash");

-- CreateIndex
CREATE INDEX "connect_links_expires_at_idx" ON "connect_links"("expires_at");

-- CreateIndex
CREATE INDEX "connection_subscriptions_due_at_idx" ON "connection_subscriptions"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "connection_subscriptions_connection_id_kind_resource_key" ON "connection_subscriptions"("connection_id", "kind", "resource");

-- CreateIndex
CREATE UNIQUE INDEX "admins_email_key" ON "admins"("email");

-- CreateIndex
CREATE UNIQUE INDEX "admin_sessions_id_key" ON "admin_sessions"("id");

-- CreateIndex
CREATE INDEX "admin_sessions_admin_id_idx" ON "admin_sessions"("admin_id");

-- CreateIndex
CREATE INDEX "admin_sessions_expires_at_idx" ON "admin_sessions"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_links_expires_at_idx" ON "sign_in_links"("expires_at");

-- CreateIndex
CREATE INDEX "audit_entries_action_id_idx" ON "audit_entries"("action", "id");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_id_idx" ON "audit_entries"("actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_entries_target_id_idx" ON "audit_entries"("target", "id");

-- CreateIndex
CREATE INDEX "outbound_requests_connection_id_id_idx" ON "outbound_requests"("connection_id", "id") WHERE (connection_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "admin_sessions" ADD CONSTRAINT "admin_sessions_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_links" ADD CONSTRAINT "sign_in_links_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;
