import { expect, it } from 'vitest';
import { violationsIn } from './migration-policy.js';
import { splitMigration } from './split-migration.js';

/** As Prisma writes it. */
const SCRIPT = `-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "paid_at" TIMESTAMPTZ(3),
ADD COLUMN     "note" TEXT;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "note" TEXT;

-- CreateTable
CREATE TABLE "invoices" (
    "id" UUID NOT NULL,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invoices_id_idx" ON "invoices"("id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_note_key" ON "payments"("note");

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_id_fkey" FOREIGN KEY ("id") REFERENCES "orders"("id");
`;

it('A migration is split into those that can be applied beside the version before', () => {
  const parts = splitMigration(SCRIPT);

  expect(parts.map(({ suffix }) => suffix)).toEqual(['', '_payments', '_orders', '_payments_note_key']);
  expect(parts.flatMap(({ sql }) => violationsIn(sql))).toEqual([]);
  expect(parts[0]?.sql).toContain('invoices_id_fkey');
  expect(parts.at(-1)?.sql).toBe(
    '-- CreateIndex\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "payments_note_key" ON "payments"("note");\n',
  );
});
