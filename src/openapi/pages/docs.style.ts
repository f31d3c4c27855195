import { THEME } from '../../platform/pages/theme.js';

/** One column to read, light and dark by the reader's own setting, good from 320 px up. */
export const DOCS_STYLE = `${THEME}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 var(--sans); }
main { margin: 0 auto; max-width: 52rem; padding: 2rem 1rem 4rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 0; font-size: 1.125rem; line-height: 1.3; }
h3 { margin: 1.25rem 0 0.25rem; font-size: 0.9375rem; }
p { margin: 0.375rem 0; max-width: 70ch; }
ul { margin: 0.375rem 0; padding-left: 1.25rem; }
a { color: var(--accent); text-underline-offset: 0.15em; }
h2 a { text-decoration: none; }
h2 a:hover { text-decoration: underline; }
code { font-family: var(--mono); font-size: 0.875em; overflow-wrap: anywhere; }
pre { margin: 0.5rem 0; padding: 0.75rem; overflow: auto; max-height: 28rem; background: var(--page); border: 1px solid var(--line); border-radius: 6px; }
pre code { overflow-wrap: normal; }
section { margin-top: 1rem; padding: 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
section:target { border-color: var(--accent); }
.route { color: var(--soft); font-size: 0.9375rem; overflow-wrap: anywhere; }
.routes { list-style: none; padding: 0; }
.routes li { padding: 0.25rem 0; border-top: 1px solid var(--line); }
.fields { margin: 0.25rem 0; }
.fields dt { margin-top: 0.375rem; }
.fields dd { margin: 0 0 0 1rem; color: var(--soft); font-size: 0.9375rem; }
.fields dd p { margin: 0; }
.type { color: var(--soft); font-size: 0.8125rem; overflow-wrap: anywhere; }
details { margin-top: 0.375rem; }
summary { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
`;
