import type { AuditEntry } from '../../../platform/database/generated/client.js';
import { FilterForm } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { EmptyState, Pager, Rows, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { auditDetails } from './audit-details.js';
import type { AuditQuery } from './audit-query.js';

interface AuditLogPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<AuditQuery>;
  readonly entries: readonly AuditEntry[];
  readonly next: string | undefined;
}

const FIELDS = [
  { name: 'action', label: 'Action', hint: 'Such as connection.disconnected' },
  { name: 'actor', label: 'Actor', hint: 'The id of an admin or of a key' },
  { name: 'target', label: 'Target', hint: 'Such as connection:0198…' },
];

/** Who did what. */
export function AuditLogPage({ session, query, entries, next }: AuditLogPageProps): JSX.Element {
  const filter = typedFields(
    query,
    FIELDS.map(({ name }) => name),
  );
  return (
    <ConsolePage session={session} room="audit-log" title="Audit log">
      <FilterForm label="Audit log" fields={FIELDS} query={query} />
      {entries.length ? (
        <Rows
          caption="What was done, newest first"
          headings={['When', 'Who', 'What', 'To what', 'Details', 'From']}
          rows={entries.map((entry) => [
            <Time at={entry.at} />,
            <Who entry={entry} />,
            <Narrow name="action" value={entry.action} />,
            <Narrow name="target" value={entry.target} />,
            <Details entry={entry} />,
            <span safe>{entry.address ?? '—'}</span>,
          ])}
        />
      ) : (
        <EmptyState title="Nothing here">
          <p>Sign-ins, connections, keys, replays: whatever people and programs change is listed here.</p>
        </EmptyState>
      )}
      <Pager next={next} after={query.typed.after} filter={filter} />
    </ConsolePage>
  );
}

function Who({ entry: { actor, actorId, actorKind } }: { entry: AuditEntry }): JSX.Element {
  return (
    <span>
      {actorId ? (
        <a href={`?${new URLSearchParams({ actor: actorId }).toString()}`} safe>
          {actor}
        </a>
      ) : (
        <span safe>{actor}</span>
      )}{' '}
      <span class="soft" safe>
        {actorKind.replaceAll('_', ' ')}
      </span>
    </span>
  );
}

/** A value that filters by itself. */
function Narrow({ name, value }: { name: string; value: string | null }): JSX.Element {
  if (!value) return <span class="soft">—</span>;
  return (
    <a href={`?${new URLSearchParams({ [name]: value }).toString()}`}>
      <code safe>{value}</code>
    </a>
  );
}

function Details({ entry: { details } }: { entry: AuditEntry }): JSX.Element {
  return <span safe>{auditDetails(details)}</span>;
}
