/** The timeline: one thing after the other, along a line. */
export const STORY = `
.story { list-style: none; margin: 0 0 1rem; padding: 0; }
.story > li { position: relative; display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0 1.75rem; padding-bottom: 1rem; }
.story > li::before { content: ""; position: absolute; left: 8.3rem; top: 0.4rem; bottom: -0.4rem; width: 2px; background: var(--line); }
.story > li:last-child::before { display: none; }
.story > li::after { content: ""; position: absolute; left: 8rem; top: 0.4rem; width: 0.7rem; height: 0.7rem; border-radius: 50%; background: var(--surface); border: 2px solid var(--soft); }
.story > .ok::after { border-color: var(--good); }
.story > .waiting::after { border-color: var(--warn); }
.story > .failed::after { border-color: var(--bad); background: var(--bad); }
.story .when { text-align: right; font-variant-numeric: tabular-nums; }
.story .gap { display: block; font-size: 0.8125rem; color: var(--soft); }
.story .what { min-width: 0; overflow-wrap: anywhere; }
.story > .failed > .what { padding: 0.5rem 0.75rem; margin-top: -0.5rem; border-left: 4px solid var(--bad); border-radius: 6px; background: var(--bad-tint); }
.story .what p { margin: 0.125rem 0; }
.story .kind { font-size: 0.8125rem; color: var(--soft); }
.story .title { font-weight: 550; }
.story .confirm { margin-top: 0.375rem; }
h2.day { margin: 1.25rem 0 0.75rem; font-size: 1rem; }

@media (max-width: 40rem) {
  .story > li { grid-template-columns: minmax(0, 1fr); padding-left: 1.5rem; }
  .story > li::before { left: 0.3rem; }
  .story > li::after { left: 0; }
  .story .when { display: flex; gap: 0.5rem; text-align: left; }
}
@media (forced-colors: active) {
  .story > li::after { forced-color-adjust: none; }
  .story > .failed > .what { border-left: 4px solid; }
}
`;
