/** The look of every page: one column, both colour schemes, contrasts of WCAG AA and better. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f4f5f9; --card: #ffffff; --text: #1b1e2b; --muted: #55596b; --line: #d4d7e3;
  --accent: #4338ca; --on-accent: #ffffff; --link: #3730a3;
  --notice: #fff3cd; --on-notice: #5c4300; --error: #fde8e8; --on-error: #8a1111;
  --good: #0b6b3a; --bad: #a31515;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12141c; --card: #1c1f2b; --text: #eceef6; --muted: #b0b5c8; --line: #3a3f52;
    --accent: #a5b4fc; --on-accent: #14162b; --link: #b4c0ff;
    --notice: #46380b; --on-notice: #ffe8a3; --error: #4a1717; --on-error: #ffd3d3;
    --good: #7fe0ab; --bad: #ffa8a8;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.sandbox {
  margin: 0; padding: .6rem 1rem; background: var(--notice); color: var(--on-notice); text-align: center;
}
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
main.narrow { max-width: 30rem; }
h1 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
h3 { margin: 0 0 .5rem; font-size: 1rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.card {
  margin: 1rem 0; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
}
.muted { color: var(--muted); }
.error {
  margin: 1rem 0; padding: .75rem 1rem; border-radius: .5rem; background: var(--error); color: var(--on-error);
}
.total { font-size: 2rem; font-weight: 700; margin: 0; }
.lines { list-style: none; margin: 0; padding: 0; }
.lines li {
  display: flex; justify-content: space-between; gap: 1rem; padding: .5rem 0; border-top: 1px solid var(--line);
  overflow-wrap: anywhere;
}
.lines li:first-child { border-top: 0; }
.lines .amount { white-space: nowrap; font-variant-numeric: tabular-nums; }
fieldset { margin: 1rem 0; padding: 0; border: 0; }
legend, label.field { display: block; font-weight: 600; margin-bottom: .25rem; }
.choice {
  display: flex; align-items: center; gap: .75rem; min-height: 3rem; padding: .5rem .75rem; margin-top: .5rem;
  border: 1px solid var(--line); border-radius: .5rem; cursor: pointer;
}
.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice input { width: 1.15rem; height: 1.15rem; accent-color: var(--accent); flex: none; }
.choice .number { margin-left: auto; color: var(--muted); white-space: nowrap; }
input[type=email] {
  width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit;
  background: var(--page); border: 1px solid var(--muted); border-radius: .5rem;
}
button, .button {
  display: block; width: 100%; min-height: 3rem; margin-top: .75rem; padding: .6rem 1rem; text-align: center;
  font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .5rem;
}
button.plain, .button.plain { color: var(--link); background: transparent; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .75rem .5rem 0; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { overflow-x: auto; margin: 0; }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
.good { color: var(--good); }
.bad { color: var(--bad); }
`;
