-- AlterTable
ALTER TABLE "published_events" ADD COLUMN     "traceparent" TEXT;
