import type { Children } from '@kitajs/html';

/** What a page says where there is nothing yet: what it means, and what to do next. */
export function EmptyState({ title, children }: { title: string; children?: Children }): JSX.Element {
  return (
    <div class="empty">
      <h2 safe>{title}</h2>
      {children}
    </div>
  );
}

interface CardProps {
  readonly title: string;
  /** Buttons beside the title. */
  readonly actions?: Children;
  readonly children?: Children;
}

/** A part of a page with a heading of its own. */
export function Card({ title, actions, children }: CardProps): JSX.Element {
  return (
    <section class="card">
      <header>
        <h2 safe>{title}</h2>
        {Boolean(actions) && <div class="actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

interface FactsProps {
  readonly rows: readonly (readonly [name: string, value: Children])[];
}

/** Names and values. Values are markup: escape text by `safe` or `Html.escapeHtml`. */
export function Facts({ rows }: FactsProps): JSX.Element {
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

interface NoticeProps {
  readonly kind: 'good' | 'bad' | 'info';
  readonly children?: Children;
}

const NOTICE_SIGNS: Record<NoticeProps['kind'], string> = { good: '✓', bad: '✕', info: 'i' };

/** One notice above a page's content: `good` after an action, `bad` for what went wrong. */
export function Notice({ kind, children }: NoticeProps): JSX.Element {
  return (
    <div class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <span class="sign" aria-hidden="true" safe>
        {NOTICE_SIGNS[kind]}
      </span>
      <div>{children}</div>
    </div>
  );
}
