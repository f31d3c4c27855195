import type { CatalogueEntry } from '../../../deliveries/catalogue/catalogue-entry.js';
import { address } from '../../address.js';
import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, Facts, Notice } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { DEFINED_IN, TypeBadge, pathOf } from './event-types-page.js';

interface EventTypePageProps {
  readonly session: ConsoleSession;
  readonly type: CatalogueEntry;
  /** Whether it has just been saved. */
  readonly saved: boolean;
}

/** One kind of event: what it means, and what its data has to be. */
export function EventTypePage({ session, type, saved }: EventTypePageProps): JSX.Element {
  return (
    <ConsolePage
      session={session}
      room="event-types"
      title={type.name}
      actions={
        <>
          <a class="button" href={address('/console/deliveries', { type: type.name })}>
            Deliveries
          </a>
          <Changes session={session} type={type} />
        </>
      }
    >
      {saved && (
        <Notice kind="good">
          <p>The type is saved. All processes know it within seconds.</p>
        </Notice>
      )}
      <Card title="Event type">
        <Facts
          rows={[
            ['State', <TypeBadge type={type} />],
            ['Description', <span safe>{type.description || '—'}</span>],
            ['Older versions', <span safe>{type.versions.join(', ') || 'none'}</span>],
            ['Defined in', <span safe>{DEFINED_IN[type.definedIn]}</span>],
          ]}
        />
      </Card>
      <Card title="Schema of its data">
        {type.schema === null ? (
          <p class="soft">It has none: any data is accepted.</p>
        ) : (
          <Json value={type.schema} />
        )}
      </Card>
      <Card title="Example">
        {type.example === null || type.example === undefined ? (
          <p class="soft">It has none.</p>
        ) : (
          <Json value={type.example} />
        )}
      </Card>
    </ConsolePage>
  );
}

function Changes({ session, type }: { session: ConsoleSession; type: CatalogueEntry }): JSX.Element {
  if (session.role !== 'admin') return '';
  if (type.definedIn === 'code') return <span class="soft">It is changed in the code.</span>;
  const path = pathOf(type.name);
  return (
    <>
      <a class="button" href={`${path}/edit`}>
        Edit
      </a>
      <ActionForm
        session={session}
        action={`${path}/remove`}
        label="Remove…"
        confirm="Its events are published and delivered as before, but nothing checks their data any more."
      >
        <button class="danger">Remove</button>
      </ActionForm>
    </>
  );
}

function Json({ value }: { value: unknown }): JSX.Element {
  return (
    <pre tabindex="0" safe>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
