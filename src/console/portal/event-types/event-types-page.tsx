import type { CatalogueEntry } from '../../../deliveries/catalogue/catalogue-entry.js';
import { EmptyState, StatusBadge } from '../../frame/parts.js';
import { PortalPage } from '../frame/portal-page.js';
import type { PortalSession } from '../frame/portal-session.js';

interface EventTypesPageProps {
  readonly session: PortalSession;
  readonly types: readonly CatalogueEntry[];
}

/** The event catalogue: what happens here, and what the data of each event is. */
export function EventTypesPage({ session, types }: EventTypesPageProps): JSX.Element {
  return (
    <PortalPage session={session} room="event-types" title="Event types">
      {types.length > 0 ? types.map((type) => <EventType type={type} />) : <Nothing />}
    </PortalPage>
  );
}

function EventType({
  type: { name, description, schema, example, versions, deprecated },
}: {
  type: CatalogueEntry;
}): JSX.Element {
  return (
    <section class="card">
      <header>
        <h2 class="mono" safe>
          {name}
        </h2>
        {deprecated && <StatusBadge status="deprecated" tone="warn" />}
      </header>
      {description !== '' && <p safe>{description}</p>}
      {versions.length > 0 && <p class="soft" safe>{`Older versions: ${versions.join(', ')}`}</p>}
      <Json title="Example" value={example} />
      <Json title="Schema of its data" value={schema} />
    </section>
  );
}

function Json({ title, value }: { title: string; value: unknown }): JSX.Element {
  if (value === null || value === undefined) return '';
  return (
    <details>
      <summary safe>{title}</summary>
      <pre tabindex="0" safe>
        {JSON.stringify(value, null, 2)}
      </pre>
    </details>
  );
}

function Nothing(): JSX.Element {
  return (
    <EmptyState title="No event types are described yet">
      <p>
        An endpoint can hear of everything all the same: leave its event types at <code>*</code>, and look at
        what arrives.
      </p>
    </EmptyState>
  );
}
