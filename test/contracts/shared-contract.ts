import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import type { z } from 'zod';

const folder = new URL('../../../shared/contracts/', import.meta.url);

/**
 * Describes tests over a file of `../shared/contracts`, which lies beside the repository where it is developed. Without
 * it the tests show as skipped.
 */
export function describeContract<T>(path: string, schema: z.ZodType<T>, tests: (contract: T) => void): void {
  const file = new URL(path, folder);
  describe(`shared/contracts/${path}`, () => {
    if (existsSync(file)) tests(schema.parse(JSON.parse(readFileSync(file, 'utf8'))));
    // oxlint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- says that it is missing, and that is all
    else it.skip('is not there, so nothing is checked against it', () => undefined);
  });
}
