import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileDrift } from '../drift/drift.js';
import { openEnum } from './open-enum.js';

describe('openEnum', () => {
  it('takes any text, and reports what it does not list as drift', () => {
    const Plan = openEnum(['free', 'gold']);
    const plan: z.output<typeof Plan> = z.decode(Plan, 'platinum');
    expect(plan).toBe('platinum');
    expect(z.encode(Plan, 'gold')).toBe('gold');
    expect(z.safeDecode(Plan, 1 as unknown as string).success).toBe(false);
    expect(compileDrift(Plan)('gold')).toEqual([]);
    expect(compileDrift(Plan.optional())('platinum')).toEqual([
      { kind: 'unknown_value', path: '', sample: '"platinum"' },
    ]);
  });

  it('keeps its list under a description and further checks', () => {
    const Plan = openEnum(['free', 'gold'])
      .describe('What they pay for')
      .refine((plan) => plan !== '');
    expect(compileDrift(z.object({ plan: Plan }))({ plan: 'platinum' })).toMatchObject([{ path: 'plan' }]);
  });
});
