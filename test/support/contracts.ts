import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import type { z } from 'zod';

/** The providers' published descriptions and samples lie beside the project, where there are any. */
const FOLDER = fileURLToPath(new URL('../../../shared/contracts/', import.meta.url));

export const contractsArePresent = existsSync(FOLDER);

/** A group of tests on published samples; shown as skipped, with the reason, where the samples are absent. */
export function describeWithContracts(name: string, tests: () => void): void {
  if (contractsArePresent) describe(name, tests);
  // oxlint-disable-next-line vitest/no-disabled-tests -- only where there is nothing to test against
  else describe.skip(`${name} (skipped: no ../shared/contracts here)`, tests);
}

export function readContract(path: string): Buffer {
  return readFileSync(`${FOLDER}${path}`);
}

export function listContracts(folder: string): string[] {
  return readdirSync(`${FOLDER}${folder}`).map((name) => `${folder}/${name}`);
}

/** Tests over one published file, checked by its schema; shown as skipped where it is absent. */
export function describeContract<T>(path: string, schema: z.ZodType<T>, tests: (contract: T) => void): void {
  describe(`shared/contracts/${path}`, () => {
    if (contractsArePresent) tests(schema.parse(JSON.parse(readContract(path).toString())));
    // oxlint-disable-next-line vitest/no-disabled-tests, vitest/expect-expect -- says that it is missing, and that is all
    else it.skip('is not there, so nothing is checked against it', () => undefined);
  });
}
