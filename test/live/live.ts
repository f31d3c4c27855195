import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Type } from '@nestjs/common';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

/** A variable without which a provider is not tried. */
export interface Need {
  readonly variable: string;
  /** Which values are taken, in words: `a key of the test mode (sk_test_…)`. */
  readonly is: string;
  /** The same as a pattern. */
  readonly pattern: RegExp;
  /** What might be set by mistake, and must never be taken. @default nothing at all */
  readonly never?: string;
}

/** A Hookline that is set up for the provider itself. */
export interface Live {
  get<T>(type: Type<T>): T;
  /** The value of a variable that is needed. */
  variable(name: string): string;
}

/** Providers take their time, and limits are waited for. */
const TIMEOUT_MS = 60_000;

/**
 * Tests against a provider itself, in its test mode. Skipped while one of the variables is not set; refused, and
 * nothing sent, while one has a value that may be of more than a test mode.
 */
export function describeLive(provider: string, needs: readonly Need[], tests: (live: Live) => void): void {
  vi.setConfig({ testTimeout: TIMEOUT_MS });
  const values = new Map(needs.map(({ variable }) => [variable, process.env[variable] ?? '']));
  const missing = needs.filter(({ variable }) => values.get(variable) === '');
  const wrong = needs.filter(({ variable, pattern }) => !pattern.test(values.get(variable) ?? ''));

  describe(`${provider} itself`, () => {
    it.each(needs)('is tried only with $variable set to $is', ({ pattern, never = '' }) => {
      expect(pattern.test(never)).toBe(false);
    });

    if (missing.length > 0) {
      const names = missing.map(({ variable }) => variable).join(', ');
      // oxlint-disable-next-line vitest/no-disabled-tests -- that they are shown as skipped is the point
      describe.skip(`(skipped: set ${names})`, () => tests(nobody));
    } else if (wrong.length > 0) {
      it('is not tried', () => {
        expect(wrong.map(({ variable, is }) => `${variable} must be ${is}`)).toEqual([]);
      });
    } else {
      tests(startLive(values));
    }
  });
}

function startLive(values: ReadonlyMap<string, string>): Live {
  let hookline: TestHookline;
  beforeAll(async () => {
    hookline = await startTestHookline({ environment: Object.fromEntries(values) });
  });
  afterAll(() => hookline.close());
  return {
    get: (type) => hookline.app.get(type, { strict: false }),
    variable: (name) => values.get(name) ?? '',
  };
}

/** Stands where tests are named and not run. */
const nobody: Live = {
  get: () => {
    throw new Error('A skipped test has no Hookline.');
  },
  variable: () => '',
};
