import { errorMessage } from '../platform/errors/error-facts.js';
import { within } from '../platform/within.js';
import { warn, type Finding } from './finding.js';

/** How long one group of checks may take, in ms: somebody sits before the terminal. */
export const PATIENCE_MS = 3_000;

/** How long one connection, or one answer, may take, in ms. */
export const ANSWER_WITHIN_MS = 1_500;

/** How long one provider may take, in ms: before all patience is over, so that it is told which one it was. */
export const PROVIDER_WITHIN_MS = 2_000;

/** The findings of some checks; or that they could not be made, which never keeps the others from being made. */
export async function patiently(
  check: string,
  findings: Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await within(PATIENCE_MS, findings);
  } catch (error) {
    return [warn(check, `could not be checked: ${errorMessage(error)}`, 'Run hookline doctor again.')];
  }
}
