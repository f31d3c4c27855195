import { z } from 'zod';

/**
 * Any JSON that can be passed on, `null` included; only missing it cannot be. V8 reads JSON of any depth, and writes only
 * what fits on its stack: some thousand levels.
 */
export const anyJson = z
  .unknown()
  .refine((value): boolean => value !== undefined, { error: 'must be there', abort: true })
  .refine(canBeWritten, { error: 'must not be nested that deep' });

function canBeWritten(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
