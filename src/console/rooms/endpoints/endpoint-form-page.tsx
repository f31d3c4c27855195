import type { Endpoint } from '../../../contracts/events.js';
import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, Field, Notice } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { FormRefusal } from './form-refusal.js';

interface EndpointFormPageProps {
  readonly session: ConsoleSession;
  /** The endpoint that is changed; none for a new one. */
  readonly endpoint: Endpoint | undefined;
  /** Versions that events of the catalogue have data for. */
  readonly versions: readonly string[];
  /** What was typed, or what the form begins with. */
  readonly typed: Readonly<Record<string, string>>;
  /** Why it was not accepted. */
  readonly refusal?: FormRefusal;
}

const PAYLOADS = [
  ['full', 'full: with the event’s data'],
  ['thin', 'thin: without data, to be fetched'],
] as const;

/** An endpoint that is added or changed. */
export function EndpointFormPage(props: EndpointFormPageProps): JSX.Element {
  const { session, endpoint, refusal } = props;
  return (
    <ConsolePage
      session={session}
      room="endpoints"
      title={endpoint ? `Edit ${new URL(endpoint.url).host}` : 'Add an endpoint'}
    >
      {refusal !== undefined && (
        <Notice kind="bad">
          <p safe>{refusal.problem}</p>
        </Notice>
      )}
      <ActionForm
        session={session}
        action={endpoint ? `/console/endpoints/${endpoint.id}/edit` : '/console/endpoints'}
      >
        <Destination {...props} />
        <Form {...props} />
        <button class="primary">{endpoint ? 'Save' : 'Add the endpoint'}</button>
      </ActionForm>
    </ConsolePage>
  );
}

/** Where events go, whose, and which. */
function Destination({ endpoint, typed, refusal }: EndpointFormPageProps): JSX.Element {
  const field = fieldsOf(typed, refusal);
  return (
    <Card title="Where, and what">
      {!endpoint && (
        <Field
          {...field('tenant')}
          label="Customer"
          hint="Your own id of the customer whose events it gets."
          required
        />
      )}
      <Field
        {...field('url')}
        label="URL"
        hint={
          endpoint
            ? 'A new address is pinged at once; where its owner had proved it, they have to do so again.'
            : 'https. It is pinged at once.'
        }
        required
      />
      <Field
        {...field('event_types')}
        label="Event types"
        hint="One on each line, such as order.paid or order.*. Empty: every type."
        multiline
      />
      <Field {...field('description')} label="Description (optional)" />
      {!endpoint && (
        <Tick
          name="prove_ownership"
          label="It has to echo a challenge before it gets any event: for an address that a stranger gave you"
          typed={typed}
        />
      )}
    </Card>
  );
}

/** In which form its events come, and how fast. */
function Form({ endpoint, versions, typed, refusal }: EndpointFormPageProps): JSX.Element {
  const field = fieldsOf(typed, refusal);
  const hasHeaders = endpoint !== undefined && endpoint.headerNames.length > 0;
  return (
    <Card title="In which form">
      <Field {...field('payload')} label="Payload" options={PAYLOADS} />
      <Field
        {...field('api_version')}
        label="API version"
        options={[['', 'the newest'], ...versions.map((version) => [version, version] as const)]}
      />
      <Field
        {...field('rate_limit')}
        label="Rate limit (optional)"
        hint="Deliveries a minute. Empty: no limit."
      />
      <Field
        {...field('headers')}
        label="Headers of its own (optional)"
        hint={hasHeaders ? headerHint(endpoint) : 'One on each line, such as Authorization: Bearer abc.'}
        multiline
      />
      {hasHeaders && <Tick name="remove_headers" label="Remove the headers that it has" typed={typed} />}
      <Tick
        name="ordered"
        label="Events about one subject go one after the other, in their order"
        typed={typed}
      />
      <Tick name="plain_signature" label="Sign by a plain X-Webhook-Signature, too" typed={typed} />
    </Card>
  );
}

function headerHint({ headerNames }: Endpoint): string {
  return `It has ${headerNames.join(', ')}; values are not shown again. Lines typed here take the place of all of them; a new URL needs them typed again.`;
}

/** What each field of the form has in common. */
function fieldsOf(typed: Readonly<Record<string, string>>, refusal: FormRefusal | undefined) {
  return (name: string) => ({ name, value: typed[name] ?? '', error: refusal?.errors[name] });
}

interface TickProps {
  readonly name: string;
  readonly label: string;
  readonly typed: Readonly<Record<string, string>>;
}

function Tick({ name, label, typed }: TickProps): JSX.Element {
  return (
    <div class="choices">
      <label>
        <input type="checkbox" name={name} checked={typed[name] !== undefined} />
        <span safe>{label}</span>
      </label>
    </div>
  );
}
