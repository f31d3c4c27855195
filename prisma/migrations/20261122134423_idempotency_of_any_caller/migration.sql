-- DropForeignKey
-- allow: a constraint less refuses nothing to the version before, which keeps on writing ids of keys.
ALTER TABLE "idempotency_records" DROP CONSTRAINT "idempotency_records_api_key_id_fkey";
