import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { THEME } from '../../platform/pages/theme.js';
import { connectStyle, textColorOn } from './connect.style.js';

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** A token of the theme: its light colour, and its dark one. */
function token(name: string): [light: string, dark: string] {
  const [, light = '', dark = ''] =
    new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(THEME) ?? [];
  return [light, dark];
}

describe('Colours', () => {
  it.each([
    ...['ink', 'soft', 'accent', 'good', 'warn', 'bad'].flatMap((name) => [
      [name, 'page', 4.5],
      [name, 'surface', 4.5],
    ]),
    ...['accent', 'good', 'warn', 'bad'].map((name) => [name, `${name}-tint`, 4.5]),
    ['on-accent', 'accent', 4.5],
    ['border', 'page', 3],
    ['border', 'surface', 3],
  ] as [string, string, number][])('%s on %s can be read, light and dark', (text, ground, ratio) => {
    const [texts, grounds] = [token(text), token(ground)];
    expect(contrast(texts[0], grounds[0])).toBeGreaterThanOrEqual(ratio);
    expect(contrast(texts[1], grounds[1])).toBeGreaterThanOrEqual(ratio);
  });

  it("of any product's carry text that can be read", () => {
    const color = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(color, (brand) => {
        expect(contrast(brand, textColorOn(brand))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it("are the pages' own where the product has none", () => {
    expect(connectStyle(undefined)).toContain('--brand: var(--accent); --on-brand: var(--on-accent)');
    expect(connectStyle('#4a154b')).toContain('--brand: #4a154b; --on-brand: #ffffff');
  });
});
