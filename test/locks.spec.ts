import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocksService } from '../src/platform/locks/locks.service.js';
import { PrismaService } from '../src/platform/database/prisma.service.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';

let one: TestHookline;
let other: TestHookline;

beforeAll(async () => {
  one = await startTestHookline();
  other = await startTestHookline({ databaseUrl: one.databaseUrl });
});
afterAll(async () => {
  await other?.close();
  await one?.close();
});

const locksOf = (hookline: TestHookline) => hookline.app.get(LocksService, { strict: false });
const forever = new AbortController().signal;

describe('A lock', () => {
  it('lets nobody run at the same time under one name, in whichever process', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await one.app.get(PrismaService, { strict: false }).$queryRaw`SELECT 1`;
      inside -= 1;
    };
    const runs = Array.from({ length: 20 }, (_, index) =>
      locksOf(index % 2 ? one : other).run('shared', forever, work),
    );
    await Promise.all(runs);
    expect(most).toBe(1);
  });

  it('keeps names apart', async () => {
    const results = await locksOf(one).run('a', forever, () =>
      locksOf(one).run('b', forever, async () => 'both'),
    );
    expect(results).toBe('both');
  });

  it('is free again after an error, and hands the error on', async () => {
    const failing = locksOf(one).run('failing', forever, async () => {
      throw new Error('inside');
    });
    await expect(failing).rejects.toThrow('inside');
    expect(await locksOf(other).tryRun('failing', async () => 'free')).toEqual({ result: 'free' });
  });

  it('is waited for no longer than the signal says', async () => {
    await locksOf(one).run('busy', forever, async () => {
      expect(await locksOf(other).tryRun('busy', async () => 'never')).toBeUndefined();
      for (const hookline of [one, other]) {
        const giveUp = new AbortController();
        const waiting = locksOf(hookline).run('busy', giveUp.signal, async () => 'never');
        giveUp.abort(new Error('I have waited long enough'));
        await expect(waiting).rejects.toThrow('I have waited long enough');
      }
    });
  });

  it('ends with its lease when its process has died', async () => {
    const prisma = one.app.get(PrismaService, { strict: false });
    await prisma.$executeRaw`INSERT INTO locks VALUES ('orphaned', gen_random_uuid(), now() + interval '150 milliseconds')`;
    expect(await locksOf(one).run('orphaned', AbortSignal.timeout(5_000), async () => 'mine')).toBe('mine');
  });
});
