import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { wholeBody } from './request-body.js';

/** Vitest fails a run in which an error is caught by nobody: so a product's process would end. */
it('fails as its stream does, even one that cannot be ended either', async () => {
  const clumsy: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Error('no more')),
      return: () => {
        throw new Error('and no end');
      },
    }),
  };
  await expect(wholeBody(clumsy, AbortSignal.timeout(1_000))).rejects.toThrow('no more');
  await setImmediate();
});
