import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, Field, Notice } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { FormRefusal } from '../endpoints/form-refusal.js';
import { pathOf } from './event-types-page.js';

interface EventTypeFormPageProps {
  readonly session: ConsoleSession;
  /** The type that is changed; none for a new one. */
  readonly name: string | undefined;
  /** What was typed, or what the form begins with. */
  readonly typed: Readonly<Record<string, string>>;
  /** Why it was not accepted. */
  readonly refusal?: FormRefusal;
}

/** A type that is added to the catalogue, or changed there. */
export function EventTypeFormPage({ session, name, typed, refusal }: EventTypeFormPageProps): JSX.Element {
  const field = (of: string) => ({ name: of, value: typed[of] ?? '', error: refusal?.errors[of] });
  return (
    <ConsolePage session={session} room="event-types" title={name ?? 'Add an event type'}>
      {refusal !== undefined && (
        <Notice kind="bad">
          <p safe>{refusal.problem}</p>
        </Notice>
      )}
      <Card title="Event type">
        <ActionForm
          session={session}
          action={name === undefined ? '/console/event-types' : `${pathOf(name)}/edit`}
        >
          {name === undefined && (
            <Field
              {...field('name')}
              label="Type"
              hint="Such as order.paid: a thing and what happened to it."
              required
            />
          )}
          <Field {...field('description')} label="Description" hint="Your customers read it." />
          <Field
            {...field('schema')}
            label="Schema (optional)"
            hint="JSON Schema 2020-12. An event whose data does not fit is refused when it is published."
            multiline
          />
          <Field
            {...field('example')}
            label="Example (optional)"
            hint="JSON. Customers see it, and test events carry it."
            multiline
          />
          <Field
            {...field('versions')}
            label="Older versions (optional)"
            hint="With spaces in between, such as 2025-01-01. Every event of the type has to carry data for each."
          />
          <div class="choices">
            <label>
              <input type="checkbox" name="deprecated" checked={typed['deprecated'] !== undefined} />
              <span>Deprecated: nobody is to build upon it any more</span>
            </label>
          </div>
          <button class="primary">Save</button>
        </ActionForm>
      </Card>
    </ConsolePage>
  );
}
