/** Fields, buttons, questions. */
export const FORMS = `
button, .button { display: inline-flex; align-items: center; gap: 0.375rem; min-height: 2.125rem; padding: 0.25rem 0.875rem; font: inherit; font-weight: 550; line-height: 1.3; color: var(--ink); background: var(--surface); border: 1px solid var(--border); border-radius: 6px; cursor: pointer; text-decoration: none; }
button:hover, .button:hover { background: var(--page); }
button.primary, .button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
button.primary:hover, .button.primary:hover { filter: brightness(1.08); }
button.danger, .button.danger { color: var(--bad); border-color: var(--bad); }
button.danger:hover { background: var(--bad-tint); }
button.quiet { border-color: transparent; background: none; color: var(--accent); padding: 0.25rem 0.375rem; min-height: 1.75rem; }
button.quiet:hover { text-decoration: underline; }
button:disabled { opacity: 0.55; cursor: not-allowed; }

form { margin: 0; }
.field { margin: 0 0 0.875rem; }
.field > label, .field.copy span { display: block; margin-bottom: 0.25rem; font-weight: 550; font-size: 0.875rem; }
input:not([type='checkbox'], [type='radio']), select, textarea { width: 100%; max-width: 32rem; min-height: 2.125rem; padding: 0.3125rem 0.5rem; font: inherit; font-weight: 400; color: var(--ink); background: var(--surface); border: 1px solid var(--border); border-radius: 6px; }
textarea, .field.copy input { font-family: var(--mono); font-size: 0.875rem; font-weight: 400; }
input[readonly] { background: var(--page); }
.hint, .error { margin: 0.25rem 0 0; font-size: 0.8125rem; color: var(--soft); }
.error { color: var(--bad); font-weight: 550; }
.error::before { content: '✕ ' / ''; }
.field.wrong :is(input, select, textarea) { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
fieldset { margin: 0 0 0.875rem; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 0.25rem; font-weight: 550; font-size: 0.875rem; }
.choices { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
.choices label { display: inline-flex; align-items: center; gap: 0.375rem; min-height: 1.75rem; }
.copy { display: flex; align-items: flex-end; gap: 0.5rem; max-width: 44rem; }
.copy label { flex: 1; min-width: 0; }
.field.copy input { max-width: none; }

.filter { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0.5rem 0.75rem; margin-bottom: 1rem; }
.filter .field { margin: 0; flex: 1 1 9rem; max-width: 16rem; }
.filter .hint { display: none; }

.confirm { position: relative; }
.confirm > summary { list-style: none; }
.confirm > summary::-webkit-details-marker { display: none; }
.confirm[open] > form { margin-top: 0.5rem; padding: 0.75rem 0.875rem; background: var(--surface); border: 1px solid var(--border); border-radius: 8px; max-width: 24rem; }
.confirm > form > p:first-of-type { margin-top: 0; }

.htmx-request { opacity: 0.6; }
`;
