/** Cards, facts, badges, notices, charts. */
export const BLOCKS = `
.card, .empty { margin-bottom: 1rem; padding: 1rem 1.125rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; min-width: 0; }
.card > header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem; margin-bottom: 0.625rem; }
.card li { overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
.cards > .card { margin: 0; }
.cards + * { margin-top: 1rem; }
.empty { padding: 2.5rem 1.25rem; text-align: center; border-style: dashed; }
.empty pre { text-align: left; }
.empty p { margin: 0.5rem auto; color: var(--soft); max-width: 52ch; }

.facts { display: grid; gap: 0.375rem 1rem; margin: 0; }
.facts > div { display: grid; grid-template-columns: minmax(8rem, 14rem) minmax(0, 1fr); gap: 0.25rem 1rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.card > .facts + * { margin-top: 0.875rem; }

.badge { display: inline-flex; gap: 0.3rem; align-items: center; padding: 0.05rem 0.5rem; border: 1px solid transparent; border-radius: 999px; font-size: 0.8125rem; font-weight: 550; white-space: nowrap; background: var(--page); color: var(--soft); border-color: var(--line); }
.badge.good { background: var(--good-tint); color: var(--good); border-color: transparent; }
.badge.warn { background: var(--warn-tint); color: var(--warn); border-color: transparent; }
.badge.bad { background: var(--bad-tint); color: var(--bad); border-color: transparent; }

.notice { display: flex; gap: 0.625rem; margin-bottom: 1rem; padding: 0.625rem 0.875rem; border-left: 4px solid var(--accent); border-radius: 6px; background: var(--accent-tint); overflow-wrap: anywhere; }
.notice > div { min-width: 0; flex: 1; }
.notice p { margin: 0; }
.notice p + * { margin-top: 0.5rem; }
.notice .sign { font-weight: 700; color: var(--accent); }
.notice.good { border-color: var(--good); background: var(--good-tint); }
.notice.good .sign { color: var(--good); }
.notice.bad { border-color: var(--bad); background: var(--bad-tint); }
.notice.bad .sign { color: var(--bad); }

.chart { margin: 0; }
.chart + .chart { margin-top: 1rem; }
.chart svg { display: block; border-bottom: 1px solid var(--line); width: 100%; height: 4.5rem; }
.chart .done { fill: var(--accent); }
.chart .failed { fill: var(--bad); }
.chart figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin-top: 0.375rem; font-size: 0.8125rem; }

@media (max-width: 40rem) {
  .facts > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
@media (forced-colors: active) {
  .badge, .notice { border: 1px solid; }
  .chart .done { fill: CanvasText; }
  .chart .failed { fill: Mark; }
}
`;
