import type { Endpoint } from '../../../contracts/events.js';
import { ActionForm, Card, Field } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { LINK_TIMES, SPANS } from './endpoint-forms.js';

interface EndpointActionProps {
  readonly session: ConsoleSession;
  readonly endpoint: Endpoint;
}

const pathOf = ({ id }: Endpoint) => `/console/endpoints/${id}`;

/** What changes the state of an endpoint, asks it for an answer, or ends it. */
export function Switches({ session, endpoint }: EndpointActionProps): JSX.Element {
  if (session.role !== 'admin') return '';
  const path = pathOf(endpoint);
  return (
    <div class="actions">
      <ActionForm session={session} action={`${path}/switch`}>
        <button name="to" value={endpoint.paused ? 'resume' : 'pause'}>
          {endpoint.paused ? 'Resume' : 'Pause'}
        </button>
      </ActionForm>
      <ActionForm session={session} action={`${path}/switch`}>
        <button name="to" value={endpoint.enabled ? 'disable' : 'enable'}>
          {endpoint.enabled ? 'Disable' : 'Enable'}
        </button>
      </ActionForm>
      {endpoint.enabled && (
        <ActionForm session={session} action={`${path}/ping`}>
          <button>Send ping</button>
        </ActionForm>
      )}
      <ActionForm
        session={session}
        action={`${path}/rotate-secret`}
        label="Rotate secret…"
        confirm="A new secret is shown once. For 24 hours deliveries are signed with both, so that the receiver can be changed in peace."
      >
        <button>Rotate the secret</button>
      </ActionForm>
      <ActionForm
        session={session}
        action={`${path}/delete`}
        label="Delete…"
        confirm={`Nothing is sent to ${endpoint.url} any more, and its secret is gone. What waits for it is not sent.`}
      >
        <button class="danger">Delete the endpoint</button>
      </ActionForm>
    </div>
  );
}

/** Sends an event that nobody published, to see whether the receiver takes it. */
export function TestEvent({
  session,
  endpoint,
  eventTypes,
}: EndpointActionProps & { readonly eventTypes: readonly string[] }): JSX.Element {
  return (
    <Card title="Send a test event">
      <ActionForm session={session} action={`${pathOf(endpoint)}/test`}>
        <Field
          name="type"
          id="test-type"
          label="Type"
          hint="With the example that the catalogue has of it. Only this endpoint gets it."
          options={[
            ['', 'hookline.test, a small sample'],
            ...eventTypes.map((type) => [type, type] as const),
          ]}
        />
        <button>Send test event</button>
      </ActionForm>
    </Card>
  );
}

/** Sends again what failed. */
export function Replay({ session, endpoint }: EndpointActionProps): JSX.Element {
  return (
    <Card title="Replay what failed">
      <ActionForm session={session} action={`${pathOf(endpoint)}/replay`}>
        <Field
          name="hours"
          id="replay-hours"
          label="Deliveries"
          hint="They keep their ids, so that the receiver can tell what it has already."
          options={SPANS}
        />
        <button>Replay failed</button>
      </ActionForm>
    </Card>
  );
}

/** Sends what was published while the endpoint was disabled, or before it was there. */
export function Recovery({ session, endpoint }: EndpointActionProps): JSX.Element {
  return (
    <Card title="Recover what it missed">
      <ActionForm session={session} action={`${pathOf(endpoint)}/recover`}>
        <Field
          name="hours"
          id="recover-hours"
          label="Events"
          hint="Those of its types that were never stored for it: while it was disabled, or before it was added."
          options={SPANS}
        />
        <button>Recover missed</button>
      </ActionForm>
    </Card>
  );
}

/** Makes a link with which the customer looks after its own endpoints. */
export function Portal({ session, endpoint }: EndpointActionProps): JSX.Element {
  return (
    <Card title="The customer’s own page">
      <ActionForm session={session} action={`${pathOf(endpoint)}/portal-link`}>
        <Field
          name="seconds"
          id="portal-seconds"
          label="A link that works for"
          hint={`Whoever has it looks after all endpoints of ${endpoint.tenant}.`}
          options={LINK_TIMES}
        />
        <button>Make a portal link</button>
      </ActionForm>
    </Card>
  );
}
