import type { Endpoint } from '../../../contracts/events.js';
import { Card, Field } from '../../frame/parts.js';
import { SPANS } from '../../rooms/endpoints/endpoint-forms.js';
import { PortalForm, Question } from '../frame/portal-form.js';
import type { PortalSession } from '../frame/portal-session.js';

interface DeedsProps {
  readonly session: PortalSession;
  readonly endpoint: Endpoint;
}

/** The buttons beside the title. */
export function EndpointSwitches({ session, endpoint: { id, enabled, paused } }: DeedsProps): JSX.Element {
  const path = `/portal/endpoints/${id}`;
  if (!enabled) {
    return (
      <PortalForm session={session} action={`${path}/enable`}>
        <button class="primary">Enable</button>
      </PortalForm>
    );
  }
  return (
    <>
      <PortalForm session={session} action={`${path}/ping`}>
        <button>Send a ping</button>
      </PortalForm>
      <PortalForm session={session} action={`${path}/${paused ? 'resume' : 'pause'}`}>
        <button>{paused ? 'Resume' : 'Pause'}</button>
      </PortalForm>
      <Question
        session={session}
        action={`${path}/disable`}
        label="Disable…"
        question="Nothing is sent there any more, and what happens meanwhile is not kept for it."
      >
        <button class="danger">Disable</button>
      </Question>
    </>
  );
}

/** What else can be done. Nothing but a ping goes to an endpoint that is disabled, or has not proved itself. */
export function EndpointDeeds({
  types,
  ...props
}: DeedsProps & { readonly types: readonly string[] }): JSX.Element {
  const { session, endpoint } = props;
  const path = `/portal/endpoints/${endpoint.id}`;
  const getsEvents = endpoint.enabled && endpoint.ownership !== 'unproved';
  return (
    <>
      {getsEvents && <TestEvent {...props} types={types} />}
      {getsEvents && <SendAgain {...props} />}
      <Card title="Secret">
        <p>What is sent is signed with a secret that only you and we know.</p>
        <Question
          session={session}
          action={`${path}/rotate-secret`}
          label="Rotate the secret…"
          question="You get a new secret. The one before stays valid for a day, so that nothing is lost meanwhile."
        >
          <button>Rotate</button>
        </Question>
      </Card>
      <Card title="Delete">
        <Question
          session={session}
          action={`${path}/delete`}
          label="Delete the endpoint…"
          question="Nothing is sent there any more, for good. Its secret is forgotten."
        >
          <button class="danger">Delete</button>
        </Question>
      </Card>
    </>
  );
}

function TestEvent({ session, endpoint, types }: DeedsProps & { types: readonly string[] }): JSX.Element {
  return (
    <Card title="Test event">
      <PortalForm session={session} action={`/portal/endpoints/${endpoint.id}/test`}>
        <Field
          name="type"
          label="Type"
          options={[['', 'a small sample'], ...types.map((type) => [type, type] as const)]}
        />
        <button>Send a test event</button>
      </PortalForm>
    </Card>
  );
}

function SendAgain({ session, endpoint }: DeedsProps): JSX.Element {
  const path = `/portal/endpoints/${endpoint.id}`;
  return (
    <div class="cards">
      <Card title="Send what failed again">
        <PortalForm session={session} action={`${path}/replay`}>
          <Field name="hours" id="replay-hours" label="Events" value="24" options={SPANS} />
          <button>Send again</button>
        </PortalForm>
      </Card>
      <Card title="Recover what it missed">
        <PortalForm session={session} action={`${path}/recover`}>
          <Field
            name="hours"
            id="recover-hours"
            label="Events"
            value="24"
            options={SPANS}
            hint="Events that were never kept for it: while it was disabled, or before it was added."
          />
          <button>Recover</button>
        </PortalForm>
      </Card>
    </div>
  );
}
