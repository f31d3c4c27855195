import { THEME } from '../../platform/pages/theme.js';

/**
 * The stylesheet of the pages for connecting: one card, good from 320 px.
 * @param productColor `#rrggbb`; `undefined` for the pages' own
 */
export function connectStyle(productColor: string | undefined): string {
  const brand = productColor ?? 'var(--accent)';
  const onBrand = productColor === undefined ? 'var(--on-accent)' : textColorOn(productColor);
  return `${THEME}:root { --brand: ${brand}; --on-brand: ${onBrand}; }\n${STYLE}`;
}

/**
 * Black or white, whichever stands out more: at least 4.5:1 on any colour.
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function textColorOn(color: string): '#000000' | '#ffffff' {
  const light = luminance(color) + 0.05;
  return light / 0.05 >= 1.05 / light ? '#000000' : '#ffffff';
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const STYLE = `
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 30rem; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--ink); font: 16px/1.6 var(--sans); }
header { display: flex; align-items: center; gap: 0.6rem; padding: 0 0.25rem 1rem; }
.mark { display: grid; place-items: center; flex: none; width: 2rem; height: 2rem; border-radius: 0.5rem; background: var(--brand); color: var(--on-brand); font-weight: 700; }
.product { font-weight: 600; overflow-wrap: anywhere; }
.card { border: 1px solid var(--line); border-top: 4px solid var(--brand); border-radius: 0.75rem; background: var(--surface); padding: 1.5rem 1.25rem; }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 1.25rem 0 0.5rem; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: 0 0 0.9rem; overflow-wrap: anywhere; }
p:last-child { margin-bottom: 0; }
a { color: var(--accent); }
code { font: 0.875em/1.5 var(--mono); overflow-wrap: anywhere; }
.soft { color: var(--soft); font-size: 0.9rem; }
.scopes { margin: 0 0 1.25rem; padding: 0; list-style: none; }
.scopes li { padding: 0.35rem 0; border-top: 1px solid var(--line); }
blockquote { margin: 0 0 0.9rem; padding: 0.6rem 0.8rem; border-left: 4px solid var(--bad); background: var(--bad-tint); }
button, .button { display: block; width: 100%; margin: 1.25rem 0; padding: 0.7rem 1rem; border: 1px solid color-mix(in srgb, var(--brand), var(--ink) 35%); border-radius: 0.5rem; background: var(--brand); color: var(--on-brand); font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; overflow-wrap: anywhere; }
button:hover, .button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.field { margin: 0 0 1.1rem; }
.field p { margin: 0.2rem 0 0.35rem; }
label { display: block; font-weight: 600; }
input, textarea { display: block; width: 100%; padding: 0.55rem 0.65rem; border: 1px solid var(--border); border-radius: 0.4rem; background: var(--page); color: inherit; font: inherit; }
textarea { font: 0.875rem/1.5 var(--mono); }
[aria-invalid] { border-color: var(--bad); }
.issue { color: var(--bad); }
.problem { padding: 0.6rem 0.8rem; border-radius: 0.4rem; background: var(--bad-tint); color: var(--bad); }
.done { padding: 0.6rem 0.8rem; border-radius: 0.4rem; background: var(--good-tint); color: var(--good); font-weight: 600; }
`;
