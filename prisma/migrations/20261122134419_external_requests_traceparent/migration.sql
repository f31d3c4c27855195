-- AlterTable
ALTER TABLE "external_requests" ADD COLUMN     "traceparent" TEXT;
