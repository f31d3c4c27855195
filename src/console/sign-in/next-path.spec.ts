import { describe, expect, it } from 'vitest';
import { pathWithin } from './next-path.js';

describe('pathWithin', () => {
  it.each(['/console', '/console/requests?provider=stripe&after=1', '/console/connections/0198'])(
    'goes on to %s',
    (next) => {
      expect(pathWithin(next)).toBe(next);
    },
  );

  it.each([
    'https://evil.example/console',
    '//evil.example/console',
    '/\\evil.example/console',
    '\\\\evil.example/console',
    '/\t/evil.example/console',
    '/console/../docs/errors',
    '/console/%2e%2e/docs/errors',
    '/console\\..\\docs',
    '/consoles',
    '/console@evil.example',
    'javascript:alert(1)',
    'console',
    '',
    undefined,
  ])('does not go on to %s', (next) => {
    expect(pathWithin(next)).toBe('/console');
  });
});
