/** Type, the navigation beside the content, and the one column of those who are not signed in. */
export const FRAME = `
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 0.9375rem/1.5 var(--sans); }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.25; }
h2 { margin: 0; font-size: 1rem; line-height: 1.3; }
h3 { margin: 1rem 0 0.25rem; font-size: 0.9375rem; }
h1, h2, h3 { text-wrap: balance; }
p { margin: 0.5rem 0; max-width: 70ch; }
a { color: var(--accent); text-underline-offset: 0.15em; }
code, pre, .mono { font-family: var(--mono); font-size: 0.875em; overflow-wrap: anywhere; }
pre { margin: 0.5rem 0; padding: 0.75rem; white-space: pre-wrap; overflow: auto; max-height: 32rem; background: var(--page); border: 1px solid var(--line); border-radius: 6px; }
.soft { color: var(--soft); }
.whole { white-space: nowrap; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -100rem; padding: 0.5rem 1rem; background: var(--surface); z-index: 1; }
.skip:focus { left: 0.5rem; top: 0.5rem; }

.frame { display: grid; grid-template-columns: 14rem minmax(0, 1fr); min-height: 100vh; }
.side { position: sticky; top: 0; height: 100vh; overflow-y: auto; display: flex; flex-direction: column; gap: 1.25rem; padding: 1.25rem 0.75rem; border-right: 1px solid var(--line); background: var(--surface); }
.brand { display: flex; align-items: center; gap: 0.5rem; margin: 0; padding: 0 0.5rem; font-size: 1.0625rem; font-weight: 650; color: var(--ink); text-decoration: none; }
.mark { color: var(--accent); flex: none; }
.side ul { list-style: none; margin: 0; padding: 0; }
.side nav a, .who > a { display: block; padding: 0.375rem 0.625rem; border-radius: 6px; color: var(--ink); text-decoration: none; }
.side nav a:hover, .who > a:hover { background: var(--page); }
.side [aria-current] { background: var(--accent-tint); color: var(--accent); font-weight: 600; }
.who { margin-top: auto; padding-top: 0.75rem; border-top: 1px solid var(--line); font-size: 0.875rem; }
.who > a { overflow: hidden; text-overflow: ellipsis; }
.who > .soft { padding: 0 0.625rem; }
.who form { margin-top: 0.5rem; padding: 0 0.375rem; }

main { padding: 1.5rem 2rem 4rem; max-width: 84rem; min-width: 0; }
main:focus { outline: none; }
.title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.75rem; margin-bottom: 1.25rem; }
.actions { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.5rem; }

.plain { max-width: 26rem; margin: 0 auto; padding: 4rem 1rem; }
.plain .brand { margin-bottom: 1.5rem; padding: 0; }
.plain h1 { margin-bottom: 1rem; }

@media (max-width: 52rem) {
  .frame { display: block; }
  .side { position: static; height: auto; flex-flow: row wrap; align-items: center; gap: 0.5rem; padding: 0.5rem 0.75rem; border-right: 0; border-bottom: 1px solid var(--line); }
  .side nav { order: 1; width: 100%; overflow-x: auto; }
  .side ul { display: flex; gap: 0.125rem; padding: 3px; }
  .side nav a { white-space: nowrap; }
  .who { flex: 1 1 0; display: flex; align-items: center; justify-content: flex-end; gap: 0.25rem; margin: 0; padding: 0; border: 0; min-width: 0; }
  .who > a { min-width: 0; white-space: nowrap; }
  .who button { white-space: nowrap; }
  .who > .soft { display: none; }
  .who form { margin: 0; padding: 0; }
  main { padding: 1rem 0.75rem 3rem; }
}
@media (prefers-reduced-motion: no-preference) {
  a, button, .button { transition: background-color 0.1s; }
}
`;
