import type { Reference } from '../../../platform/timeline/references.js';
import type { TimelinePage as Page } from '../../../timeline/timeline.service.js';
import { cursorOf } from '../../../timeline/timeline.schemas.js';
import { address } from '../../address.js';
import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { EmptyState, Notice } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { Story } from './story.js';
import { PARTS, nameOf, type ShownTimelineQuery } from './timeline-query.js';

const FIELDS: readonly FilterField[] = [
  { name: 'of', label: 'Reference or request id', hint: 'Such as order_id:42' },
  { name: 'part', label: 'Show', options: anyOf(Object.keys(PARTS)) },
];

interface TimelinePageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<ShownTimelineQuery>;
  /** `undefined` while nothing, or something wrong, is asked for. */
  readonly page: Page | undefined;
  /** Under which a request went. */
  readonly references: readonly Reference[];
}

/** All that happened about one thing, as a story. */
export function TimelinePage({ session, query, page, references }: TimelinePageProps): JSX.Element {
  const subject = query.value?.subject;
  const typed = { ...query.typed, ...(subject && { of: nameOf(subject) }) };
  return (
    <ConsolePage
      session={session}
      room="timeline"
      title={subject ? `Timeline of ${nameOf(subject)}` : 'Timeline'}
    >
      <FilterForm label="Timeline" fields={FIELDS} query={{ ...query, typed }} />
      {references.length > 0 && <LongerStories references={references} />}
      {page?.isCut && (
        <Notice kind="info">
          <p>
            More than 500 requests went under this reference: only the newest of them are here. A reference of
            fewer things, such as an order rather than its customer, shows all.
          </p>
        </Notice>
      )}
      {page === undefined ? (
        subject === undefined && <HowItComesHere />
      ) : (
        <Found session={session} query={query} page={page} />
      )}
    </ConsolePage>
  );
}

function LongerStories({ references }: { references: readonly Reference[] }): JSX.Element {
  return (
    <p>
      This request is part of a longer story:{' '}
      {references.map((reference) => (
        <>
          <a href={address('/console/timeline', { of: nameOf({ reference }) })} safe>
            {nameOf({ reference })}
          </a>{' '}
        </>
      ))}
    </p>
  );
}

interface FoundProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<ShownTimelineQuery>;
  readonly page: Page;
}

function Found({ session, query, page: { entries, next } }: FoundProps): JSX.Element {
  const after = query.value?.after;
  if (entries.length === 0 && !after) return <Nothing isNarrowed={query.value?.kinds !== undefined} />;
  const kept = typedFields(query, ['of', 'request_id', 'part']);
  return (
    <>
      <Story session={session} entries={entries} since={after?.at} />
      {Boolean(after ?? next) && (
        <nav class="pager" aria-label="Pages">
          {Boolean(after) && (
            <a class="button" href={address('/console/timeline', kept)} rel="first">
              ← From the beginning
            </a>
          )}
          {next !== undefined && (
            <a
              class="button"
              href={address('/console/timeline', { ...kept, after: cursorOf(next) })}
              rel="next"
            >
              What came later →
            </a>
          )}
        </nav>
      )}
    </>
  );
}

function Nothing({ isNarrowed }: { isNarrowed: boolean }): JSX.Element {
  return (
    <EmptyState title={isNarrowed ? 'Nothing of this kind' : 'Nothing is known of it'}>
      <p>
        A reference is written as it was given, name and value: <code>order_id:42</code>. It is known about a
        second after the work began. What is long past is gone: calls after a week, the rest after a month or
        three.
      </p>
    </EmptyState>
  );
}

function HowItComesHere(): JSX.Element {
  return (
    <EmptyState title="What happened to order 42?">
      <p>
        Search by what your product knows a thing by, such as <code>order_id:42</code>, or by the{' '}
        <code>X-Request-ID</code> of a request. Hookline notes references as it meets them: in the{' '}
        <code>metadata</code> of payments, checkouts and refunds, and of the webhooks about them; in the
        subject and the data of published events; in the <code>references</code> of notifications. Names that
        end in <code>_id</code>, <code>_ref</code>, <code>_reference</code> or <code>_number</code> count.
      </p>
      <pre>{`curl -s https://YOUR-HOST/v1/payments -H "Authorization: Bearer hl_…" \\
  -H "Idempotency-Key: order-42" -H "Content-Type: application/json" \\
  -d '{"amount": 1999, "currency": "EUR", "payment_method": "pm_…", "metadata": {"order_id": "42"}}'`}</pre>
    </EmptyState>
  );
}
