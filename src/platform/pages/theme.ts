/**
 * The colours and type of every page of the service, for stylesheets to begin with. Light and dark by the reader's own
 * setting. Text of `ink`, `soft`, `accent`, `good`, `warn` and `bad` keeps a contrast of 4.5:1 (WCAG 2.2, 1.4.3) on
 * `page` and `surface`, and each of the last four on its own tint; `on-accent` does on `accent`; `border`, for the edges
 * of fields, keeps 3:1 (1.4.11). `line` is for rules that carry no meaning.
 */
export const THEME = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2733, #e6edf3);
  --soft: light-dark(#57606a, #9aa7b4);
  --line: light-dark(#d8dee4, #30363d);
  --border: light-dark(#7d8792, #6e7a86);
  --page: light-dark(#f6f8fa, #0f1419);
  --surface: light-dark(#ffffff, #171d24);
  --accent: light-dark(#0757b8, #79b8ff);
  --accent-tint: light-dark(#e6f0fb, #12283f);
  --on-accent: light-dark(#ffffff, #0f1419);
  --good: light-dark(#1a6b34, #6bd48a);
  --good-tint: light-dark(#e4f5e9, #12301c);
  --warn: light-dark(#7d4e00, #e3b341);
  --warn-tint: light-dark(#fdf3d8, #33270b);
  --bad: light-dark(#b3202a, #ff9a92);
  --bad-tint: light-dark(#fdeaea, #3b1618);
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
}
`;
