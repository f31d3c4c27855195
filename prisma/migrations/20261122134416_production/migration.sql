-- AlterEnum
-- allow: written once a configuration names an issuer of access tokens, which the version before does not know.
ALTER TYPE "actor_kind" ADD VALUE 'access_token';

-- CreateTable
CREATE TABLE "timeline_references" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "timeline_references_pkey" PRIMARY KEY ("name","value","request_id")
);

-- CreateIndex
CREATE INDEX "timeline_references_request_id_idx" ON "timeline_references"("request_id");

-- CreateIndex
CREATE INDEX "timeline_references_at_idx" ON "timeline_references"("at");
