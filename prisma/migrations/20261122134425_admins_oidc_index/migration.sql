-- CreateIndex
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "admins_oidc_issuer_oidc_subject_key" ON "admins"("oidc_issuer", "oidc_subject");
