import type { CatalogueEntry } from '../../../deliveries/catalogue/catalogue-entry.js';
import { ConsolePage } from '../../frame/console-page.js';
import { EmptyState, Notice, Rows, StatusBadge } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

interface EventTypesPageProps {
  readonly session: ConsoleSession;
  readonly types: readonly CatalogueEntry[];
  /** Whether one has just been removed. */
  readonly removed: boolean;
}

/** The kinds of events that the product publishes, as its customers see them. */
export function EventTypesPage({ session, types, removed }: EventTypesPageProps): JSX.Element {
  return (
    <ConsolePage
      session={session}
      room="event-types"
      title="Event catalogue"
      actions={
        session.role === 'admin' ? (
          <a class="button primary" href="/console/event-types/new">
            Add a type
          </a>
        ) : (
          ''
        )
      }
    >
      {removed && (
        <Notice kind="good">
          <p>The type is removed from the catalogue. Its events are published and delivered as before.</p>
        </Notice>
      )}
      {types.length > 0 ? <TypeRows types={types} /> : <Nothing />}
    </ConsolePage>
  );
}

function TypeRows({ types }: { types: readonly CatalogueEntry[] }): JSX.Element {
  return (
    <Rows
      caption="Event types"
      headings={['Type', 'Description', 'Schema', 'Versions', 'Defined in', 'State']}
      rows={types.map((type) => [
        <a href={pathOf(type.name)} safe>
          {type.name}
        </a>,
        <span safe>{type.description}</span>,
        type.schema === null ? <span class="soft">none: any data</span> : 'checked',
        <span safe>{type.versions.join(', ')}</span>,
        <span safe>{DEFINED_IN[type.definedIn]}</span>,
        <TypeBadge type={type} />,
      ])}
    />
  );
}

function Nothing(): JSX.Element {
  return (
    <EmptyState title="No type is in the catalogue yet">
      <p>
        Your product may publish events of any type. Those of the catalogue are checked against their schema,
        and your customers see them described. Write one in the code with <code>defineEvent</code>, send{' '}
        <code>PUT /v1/event-types/order.paid</code>, or press Add a type.
      </p>
    </EmptyState>
  );
}

/** Where a type comes from, in words. */
export const DEFINED_IN: Readonly<Record<CatalogueEntry['definedIn'], string>> = {
  code: 'the code',
  api: 'the API',
};

/** Whether a type is still to be used. */
export function TypeBadge({ type: { deprecated } }: { type: CatalogueEntry }): JSX.Element {
  return <StatusBadge status={deprecated ? 'deprecated' : 'current'} tone={deprecated ? 'warn' : 'good'} />;
}

/** The page of a type. */
export function pathOf(name: string): string {
  return `/console/event-types/${encodeURIComponent(name)}`;
}
