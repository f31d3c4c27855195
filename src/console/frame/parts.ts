/** What the pages of the console are made of. */
export { BarChart } from './parts/bar-chart.js';
export { Card, EmptyState, Facts, Notice } from './parts/blocks.js';
export { ActionForm, CopyField, Field, SessionForm } from './parts/forms.js';
export { Pager, Rows } from './parts/rows.js';
export { StatusBadge } from './parts/status-badge.js';
export { Time } from './parts/time.js';
