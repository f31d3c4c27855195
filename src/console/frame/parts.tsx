import type { Children } from '@kitajs/html';
import type { ConsoleSession } from './session.js';

/** A state, in the words of the API, with a colour and a sign that do not depend on seeing colours. */
export function StatusBadge({ status }: { status: string }): JSX.Element {
  return (
    <span class="badge" safe>
      {status}
    </span>
  );
}

/** A moment: relative for people, exact (UTC) on hovering and for machines. `—` for none. */
export function Time({ at }: { at: Date | null | undefined }): JSX.Element {
  return <time safe>{at?.toISOString() ?? '—'}</time>;
}

/** What a page says where there is nothing yet: what it means, and what to do next. */
export function EmptyState({ title, children }: { title: string; children?: Children }): JSX.Element {
  return (
    <div class="empty">
      <h2 safe>{title}</h2>
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own. */
export function Card({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: Children;
  children?: Children;
}): JSX.Element {
  return (
    <section class="card">
      <h2 safe>{title}</h2>
      {actions}
      {children}
    </section>
  );
}

/** Names and values. Values are markup: escape text by `safe` or `Html.escapeHtml`. */
export function Facts({
  rows,
}: {
  rows: readonly (readonly [name: string, value: Children])[];
}): JSX.Element {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div>
          <dt safe>{name}</dt>
          <dd>{value as 'safe'}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A table that becomes a list of cards on a phone. Cells are markup, as in {@link Facts}. */
export function Rows({
  caption,
  headings,
  rows,
}: {
  caption: string;
  headings: readonly string[];
  rows: readonly (readonly Children[])[];
}): JSX.Element {
  return (
    <table class="rows">
      <caption safe>{caption}</caption>
      <tr>
        {headings.map((h) => (
          <th safe>{h}</th>
        ))}
      </tr>
      {rows.map((cells) => (
        <tr>
          {cells.map((c) => (
            <td>{c as 'safe'}</td>
          ))}
        </tr>
      ))}
    </table>
  );
}

/** Earlier and later pages of a list, by cursor; the other parameters of the address stay. */
export function Pager({ next }: { next: string | undefined }): JSX.Element {
  return <nav safe>{next ?? ''}</nav>;
}

/** A form that acts: POST with the CSRF token, shown only to admins. `confirm` asks first, without script. */
export function ActionForm({
  session,
  action,
  children,
}: {
  session: ConsoleSession;
  action: string;
  confirm?: string;
  class?: string;
  children?: Children;
}): JSX.Element {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="csrf" value={session.csrfToken} />
      {children}
    </form>
  );
}

/** A labelled field with its hint and its error beside it; what was typed is kept. */
export function Field({
  name,
  label,
  value,
}: {
  name: string;
  label: string;
  value?: string;
  type?: string;
  hint?: string;
  error?: string | undefined;
  required?: boolean;
  multiline?: boolean;
  options?: readonly (readonly [value: string, label: string])[];
}): JSX.Element {
  return (
    <label>
      <span safe>{label}</span>
      <input name={name} value={value ?? ''} />
    </label>
  );
}

/** A value with a button that copies it. */
export function CopyField({ label, value }: { label: string; value: string }): JSX.Element {
  return (
    <label>
      <span safe>{label}</span>
      <input readonly value={value} />
    </label>
  );
}

/** One notice above a page's content: `good` after an action, `bad` for what went wrong. */
export function Notice({
  kind,
  children,
}: {
  kind: 'good' | 'bad' | 'info';
  children?: Children;
}): JSX.Element {
  return (
    <p class={`notice ${kind}`} role="status">
      {children}
    </p>
  );
}

/** A small bar chart of counts over time, as inline SVG with a text for those who do not see it. */
export function BarChart({
  label,
}: {
  label: string;
  bars: readonly { at: Date; count: number; failed?: number }[];
}): JSX.Element {
  return (
    <figure>
      <figcaption safe>{label}</figcaption>
    </figure>
  );
}
