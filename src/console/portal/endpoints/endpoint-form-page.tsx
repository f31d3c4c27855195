import type { Endpoint } from '../../../contracts/events.js';
import { Card, Field } from '../../frame/parts.js';
import { PortalForm } from '../frame/portal-form.js';
import { PortalPage } from '../frame/portal-page.js';
import type { PortalSession } from '../frame/portal-session.js';
import { ChallengeExplained } from './challenge.js';

interface EndpointFormPageProps {
  readonly session: PortalSession;
  /** The one that is changed; none for a new one. */
  readonly endpoint?: Endpoint;
  /** The versions of the data that there are. */
  readonly versions: readonly string[];
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

/** An endpoint is added, or changed. */
export function EndpointFormPage(props: EndpointFormPageProps): JSX.Element {
  const { session, endpoint } = props;
  const back = endpoint ? `/portal/endpoints/${endpoint.id}` : '/portal';
  return (
    <PortalPage
      session={session}
      room="endpoints"
      title={endpoint ? 'Change the endpoint' : 'Add an endpoint'}
    >
      <Card title={endpoint ? 'The endpoint' : 'A new endpoint'}>
        <PortalForm session={session} action={endpoint ? back : '/portal/endpoints'}>
          <Fields {...props} />
          <div class="actions">
            <button class="primary">{endpoint ? 'Save' : 'Add the endpoint'}</button>
            <a class="button" href={back}>
              Cancel
            </a>
          </div>
        </PortalForm>
      </Card>
      {endpoint?.ownership !== 'vouched' && <ChallengeExplained />}
    </PortalPage>
  );
}

function Fields({ endpoint, versions, typed, errors }: EndpointFormPageProps): JSX.Element {
  // What is chosen stays a choice, also when no event type has it any more.
  const offered = [...new Set([...versions, typed.apiVersion ?? ''])].filter((version) => version !== '');
  return (
    <>
      <Url endpoint={endpoint} typed={typed} errors={errors} />
      <Field
        name="description"
        label="Description"
        value={typed.description ?? ''}
        hint="For you and your colleagues."
        error={errors.description}
      />
      <Field
        name="eventTypes"
        label="Event types"
        value={typed.eventTypes ?? '*'}
        hint="One to a line: order.paid, order.* for all that begin so, or * for all there are."
        error={errors.eventTypes}
        multiline
      />
      <Field
        name="payload"
        label="Payload"
        value={typed.payload ?? 'full'}
        options={[
          ['full', 'full: with the data of the event'],
          ['thin', 'thin: what happened and to what, without the data'],
        ]}
        error={errors.payload}
      />
      {offered.length > 0 && (
        <Field
          name="apiVersion"
          label="Version of the data"
          value={typed.apiVersion ?? ''}
          options={[['', 'the newest'], ...offered.map((version) => [version, version] as const)]}
          error={errors.apiVersion}
        />
      )}
      <Field
        name="headers"
        label="Headers of your own"
        value={typed.headers ?? ''}
        hint={headersHint(endpoint)}
        error={errors.headers}
        multiline
      />
      <fieldset>
        <legend>On top of that</legend>
        <div class="choices">
          {Boolean(endpoint?.headerNames.length) && (
            <Tick name="removeHeaders" label="Remove all headers of your own" typed={typed} />
          )}
          <Tick name="ordered" label="Send the events about one thing one after the other" typed={typed} />
          <Tick name="plainSignature" label="Sign with a plain X-Webhook-Signature, too" typed={typed} />
        </div>
      </fieldset>
    </>
  );
}

type UrlProps = Pick<EndpointFormPageProps, 'typed' | 'errors'> & { endpoint: Endpoint | undefined };

function Url({ endpoint, typed, errors }: UrlProps): JSX.Element {
  if (endpoint?.ownership === 'vouched') {
    return (
      <p>
        Events go to <code safe>{endpoint.url}</code>. The product has set this address up for you; for
        another one, add an endpoint.
      </p>
    );
  }
  return (
    <Field
      name="url"
      label="URL"
      type="url"
      value={typed.url ?? ''}
      hint={
        endpoint
          ? 'Another address has to answer a ping before it gets events.'
          : 'https://, and reachable from the internet.'
      }
      error={errors.url}
      required
    />
  );
}

function headersHint(endpoint: Endpoint | undefined): string {
  if (!endpoint?.headerNames.length) {
    return 'Sent with every event, one to a line, such as Authorization: Bearer abc';
  }
  return `Set now: ${endpoint.headerNames.join(', ')}. Leave this empty to keep them; what you enter takes their place, and another URL needs them entered again.`;
}

interface TickProps {
  readonly name: string;
  readonly label: string;
  readonly typed: Readonly<Record<string, string>>;
}

function Tick({ name, label, typed }: TickProps): JSX.Element {
  return (
    <label>
      <input type="checkbox" name={name} checked={typed[name] !== undefined} />
      <span safe>{label}</span>
    </label>
  );
}
