import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, EmptyState, Notice, Pager } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { ApiNotice } from '../../../platform/database/generated/client.js';
import { ApiNoticeKind } from '../../../platform/database/generated/enums.js';
import type { NoticeQuery } from './notice-query.js';
import { DriftRows, EndingRows } from './notice-rows.js';

const FIELDS: readonly FilterField[] = [
  { name: 'provider', label: 'Provider' },
  { name: 'kind', label: 'Kind', options: anyOf(Object.values(ApiNoticeKind)) },
  {
    name: 'dismissed',
    label: 'State',
    options: [
      ['', 'open'],
      ['true', 'dismissed'],
    ],
  },
];

/** A page of notices. */
export interface NoticesPage {
  /** Endpoints that are to go, the first to go first. */
  readonly endings: readonly ApiNotice[];
  /** What no schema knows, newest first. */
  readonly drifts: readonly ApiNotice[];
  readonly next: string | undefined;
}

interface ApiNoticesPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<NoticeQuery>;
  /** `undefined` while the filter is wrong. */
  readonly page: NoticesPage | undefined;
  /** One has just been dismissed. */
  readonly isDismissed: boolean;
}

/** What providers' APIs have told of their future. */
export function ApiNoticesPage({ session, query, page, isDismissed }: ApiNoticesPageProps): JSX.Element {
  const filter = typedFields(
    query,
    FIELDS.map(({ name }) => name),
  );
  return (
    <ConsolePage session={session} room="api-notices" title="API notices">
      {isDismissed && (
        <Notice kind="good">
          <p>Dismissed. It is not reported again, and stays in the list of those dismissed.</p>
        </Notice>
      )}
      <FilterForm label="API notices" fields={FIELDS} query={query} />
      {page !== undefined && (
        <>
          <Found session={session} page={page} isFiltered={Object.keys(filter).length > 0} />
          <Pager next={page.next} after={query.value?.after} filter={filter} />
        </>
      )}
    </ConsolePage>
  );
}

interface FoundProps {
  readonly session: ConsoleSession;
  readonly page: NoticesPage;
  readonly isFiltered: boolean;
}

function Found({ session, page: { endings, drifts }, isFiltered }: FoundProps): JSX.Element {
  if (!endings.length && !drifts.length) return <Nothing isFiltered={isFiltered} />;
  return (
    <>
      {endings.length > 0 && (
        <Card title="Endpoints that are to go">
          <EndingRows session={session} notices={endings} />
        </Card>
      )}
      {drifts.length > 0 && (
        <Card title="What no schema knows">
          <DriftRows session={session} notices={drifts} />
        </Card>
      )}
    </>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }): JSX.Element {
  if (isFiltered) {
    return (
      <EmptyState title="No notice matches">
        <p>
          Loosen the filter, or <a href="/console/api-notices">see all that is open</a>.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No API has announced a change">
      <p>
        When a provider marks an endpoint as deprecated (<code>Deprecation</code>, <code>Sunset</code>), or an
        answer or webhook of an API described with <code>defineApi</code> has a field or a value that its
        schema does not know, it shows here, each once.
      </p>
    </EmptyState>
  );
}
