import { describe, expect, it } from 'vitest';
import { masked } from './masking.js';

describe('A masked text', () => {
  it.each([
    ['ada.lovelace@example.com', 'a…@example.com'],
    ['to Zoë <zoë+x@mail.example.co.uk>, bob@b.example', 'to Zoë <z…@mail.example.co.uk>, b…@b.example'],
    ['call +49 30 901820 now', 'call +4…20 now'],
    ['(030) 901-82-0123', '(0…23'],
    ['card 4242 4242 4242 4242', 'card …4242'],
    ['C0123ABCD', 'C0123ABCD'],
    ['order 42, 19.99 EUR, 2026-11-22T13:53:31Z', 'order 42, 19.99 EUR, 2026-11-22T13:53:31Z'],
    ['0198c0de-7f00-7000-8000-0123456789ab', '0198c0de-7f00-7000-8000-0123456789ab'],
  ])('%s: %s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it('takes time that grows with its length alone', () => {
    const began = performance.now();
    for (const part of ['a@', 'a.', '0 ', '+1', '1-', '.a@b'])
      expect(masked(part.repeat(20_000))).toBeTypeOf('string');
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
