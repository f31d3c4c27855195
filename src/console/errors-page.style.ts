/** Calm, one column, light and dark by the reader's own setting, good from 320 px up. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2733, #e6edf3);
  --soft: light-dark(#57606a, #9aa7b4);
  --line: light-dark(#d8dee4, #30363d);
  --page: light-dark(#ffffff, #0f1419);
  --link: light-dark(#0757b8, #79b8ff);
}
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
main { margin: 0 auto; max-width: 44rem; padding: 2rem 1rem 4rem; }
h1 { margin: 0; }
h2 { margin: 0 0 0.25rem; font-size: 1.05rem; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
small { color: var(--soft); font-weight: normal; }
code { font-size: 0.9em; overflow-wrap: anywhere; }
section { border-top: 1px solid var(--line); padding: 1rem 0; }
section:target { border-left: 4px solid var(--link); padding-left: 1rem; }
`;
