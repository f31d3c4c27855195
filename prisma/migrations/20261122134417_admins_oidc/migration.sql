-- AlterTable
ALTER TABLE "admins" ADD COLUMN     "oidc_issuer" TEXT,
ADD COLUMN     "oidc_subject" TEXT;
