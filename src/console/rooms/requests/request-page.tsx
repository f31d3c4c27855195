import { validate as isUuid } from 'uuid';
import { address } from '../../address.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, Facts, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { OutboundRequest } from '../../../platform/database/generated/client.js';
import { Result } from './requests-page.js';

interface RequestPageProps {
  readonly session: ConsoleSession;
  readonly request: OutboundRequest;
}

/** One call to a provider: everything that the log has of it. */
export function RequestPage({ session, request }: RequestPageProps): JSX.Element {
  return (
    <ConsolePage session={session} room="requests" title={`${request.provider}: ${request.operation}`}>
      <Card title="Request">
        <Facts
          rows={[
            ['Result', <Result request={request} />],
            ['Error', <span safe>{request.error ?? '—'}</span>],
            ['Endpoint', <code safe>{`${request.method} ${request.endpoint}`}</code>],
            ['Status of the answer', <span safe>{String(request.statusCode ?? 'none came')}</span>],
            ['Attempts', String(request.attempts)],
            ['Took', `${request.durationMs} ms`],
            ['Started', <Time at={request.startedAt} />],
            ['Connection', <ConnectionLink id={request.connectionId} />],
            ['Request id', <SameRequest id={request.requestId} />],
            ['Id', <code safe>{request.id}</code>],
          ]}
        />
      </Card>
      {request.answer !== null && (
        <Card title="What made no sense: the answer, redacted">
          <pre safe>{request.answer}</pre>
        </Card>
      )}
    </ConsolePage>
  );
}

function ConnectionLink({ id }: { id: string | null }): JSX.Element {
  if (!id) return <span>the account of the environment</span>;
  // Receivers of callbacks have a name of their own here, and no connection behind it.
  if (!isUuid(id)) return <span safe>{id}</span>;
  return (
    <a href={`/console/connections/${encodeURIComponent(id)}`} safe>
      {id}
    </a>
  );
}

/** What else was sent out for the same request, or the same webhook event. */
function SameRequest({ id }: { id: string | null }): JSX.Element {
  if (!id) return <span>none</span>;
  return (
    <span>
      <a href={address('/console/requests', { request_id: id })} safe>
        {id}
      </a>{' '}
      <a href={address('/console/timeline', { request_id: id })}>Timeline</a>
    </span>
  );
}
