import { Injectable } from '@nestjs/common';
import { PrismaService } from '../database/prisma.service.js';
import { SealedBox } from '../secrets/sealed-box.js';

/** How long an answer is kept, in hours: as long as providers know a repeat by its key. */
const KEPT_HOURS = 24;

/** How long it is remembered that a key was used, in days, so that a late repeat does not act anew without a word. */
const REMEMBERED_DAYS = 30;

/** Rows deleted at a time, so that pruning never holds the table for long. */
const PRUNE_BATCH = 1_000;

/** Whose key, and which. */
export interface IdempotencyScope {
  /** An API key's id, or what stands for an access token's subject: a UUID. */
  callerId: string;
  key: string;
}

/** An answer as it went out: `body` is the JSON text. */
export interface StoredAnswer {
  status: number;
  body: string;
}

export type Claim =
  | { state: 'new' | 'unfinished' | 'expired' }
  | { state: 'answered'; answer: StoredAnswer }
  | { state: 'reused' };

/** The table of first answers. */
@Injectable()
export class IdempotencyRecords {
  constructor(
    private readonly prisma: PrismaService,
    private readonly box: SealedBox,
  ) {}

  /** Notes that a request begins, or tells what became of the first with this key. To be called under its lock. */
  async claim(scope: IdempotencyScope, fingerprint: Uint8Array<ArrayBuffer>): Promise<Claim> {
    const created = await this.prisma.idempotencyRecord.createMany({
      data: { ...scope, fingerprint },
      skipDuplicates: true,
    });
    if (created.count === 1) return { state: 'new' };
    const record = await this.prisma.idempotencyRecord.findUniqueOrThrow({ where: { callerId_key: scope } });
    if (!Buffer.from(record.fingerprint).equals(fingerprint)) return { state: 'reused' };
    if (Date.now() - record.createdAt.getTime() > KEPT_HOURS * 3_600_000) return { state: 'expired' };
    if (record.status === null || !record.sealedBody) return { state: 'unfinished' };
    return {
      state: 'answered',
      answer: { status: record.status, body: this.box.open(record.sealedBody, answerContext(scope)) },
    };
  }

  /** Keeps the answer, to be given again to every repeat. */
  async complete(scope: IdempotencyScope, answer: StoredAnswer): Promise<void> {
    await this.prisma.idempotencyRecord.update({
      where: { callerId_key: scope },
      data: { status: answer.status, sealedBody: this.box.seal(answer.body, answerContext(scope)) },
    });
  }

  /** Forgets a request that came to nothing, so that it can be sent again, corrected or not. */
  async forget(scope: IdempotencyScope): Promise<void> {
    await this.prisma.idempotencyRecord.deleteMany({ where: { ...scope, status: null } });
  }

  /** Deletes answers older than {@link KEPT_HOURS} and keys older than {@link REMEMBERED_DAYS}; returns how many. */
  async prune(): Promise<{ answers: number; keys: number }> {
    const answers = await this.inBatches(
      () => this.prisma.$executeRaw`
        UPDATE idempotency_records SET sealed_body = NULL WHERE (api_key_id, key) IN (
          SELECT api_key_id, key FROM idempotency_records
          WHERE created_at < now() - ${KEPT_HOURS} * interval '1 hour' AND sealed_body IS NOT NULL
          LIMIT ${PRUNE_BATCH})`,
    );
    const keys = await this.inBatches(
      () => this.prisma.$executeRaw`
        DELETE FROM idempotency_records WHERE (api_key_id, key) IN (
          SELECT api_key_id, key FROM idempotency_records
          WHERE created_at < now() - ${REMEMBERED_DAYS} * interval '1 day' LIMIT ${PRUNE_BATCH})`,
    );
    return { answers, keys };
  }

  private async inBatches(pruneBatch: () => Promise<number>): Promise<number> {
    let pruned = 0;
    for (let batch = PRUNE_BATCH; batch === PRUNE_BATCH; pruned += batch) batch = await pruneBatch();
    return pruned;
  }
}

/** The identity of a row, as associated data of what is sealed in it. */
export function answerContext({ callerId, key }: IdempotencyScope): string {
  return `idempotency:${callerId}:${key}`;
}
