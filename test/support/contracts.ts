import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe } from '@jest/globals';
import { fileURLToPath } from 'node:url';

/** The providers' published descriptions and samples lie beside the project, where there are any. */
const FOLDER = fileURLToPath(new URL('../../../shared/contracts/', import.meta.url));

const contractsArePresent = existsSync(FOLDER);

/** A group of tests on published samples; shown as skipped, with the reason, where the samples are absent. */
export function describeWithContracts(name: string, tests: () => void): void {
  if (contractsArePresent) describe(name, tests);
  // oxlint-disable-next-line jest/no-disabled-tests -- only where there is nothing to test against
  else describe.skip(`${name} (skipped: no ../shared/contracts here)`, tests);
}

export function readContract(path: string): Buffer {
  return readFileSync(`${FOLDER}${path}`);
}

export function listContracts(folder: string): string[] {
  return readdirSync(`${FOLDER}${folder}`).map((name) => `${folder}/${name}`);
}
