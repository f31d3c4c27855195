/** Tables, which are cards on a phone, and the ways to their other pages. */
export const TABLES = `
.rows { width: 100%; margin-bottom: 1rem; border-collapse: separate; border-spacing: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; font-variant-numeric: tabular-nums; }
.rows th { padding: 0.5rem 0.75rem; text-align: left; font-size: 0.8125rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
.rows td { padding: 0.5rem 0.75rem; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.rows td:first-child { min-width: 8rem; }
.rows time, .rows .badge { white-space: nowrap; }
.rows tbody tr:hover td { background: var(--page); }
.rows tbody tr:last-child:hover td:first-child { border-bottom-left-radius: 8px; }
.rows tbody tr:last-child:hover td:last-child { border-bottom-right-radius: 8px; }
.card .rows { margin: 0; border: 0; }
.card .rows th, .card .rows td { padding-left: 0; }
.rows .chart { min-width: 8rem; }
.rows .chart svg { height: 1.75rem; }
.rows .chart figcaption { display: none; }
.pager { display: flex; justify-content: flex-end; gap: 0.5rem; margin: 0.5rem 0 1rem; }

@media (max-width: 52rem) {
  .rows, .rows tbody { display: block; border: 0; background: none; }
  .rows thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rows tr { display: block; margin-bottom: 0.625rem; padding: 0.5rem 0.75rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
  .rows td, .card .rows td { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0.75rem; padding: 0.25rem 0; border: 0; }
  .rows td:empty { display: none; }
  .rows td::before { content: attr(data-label); color: var(--soft); font-size: 0.8125rem; }
  .rows td > * { justify-self: start; }
  .rows tbody tr:hover td { background: none; }
}
`;
