import type { Children } from '@kitajs/html';
import type { ConnectionHealth } from '../../../connections/health/connection-health.js';
import type { Connection, CredentialKind } from '../../../contracts/connections.js';
import { ActionForm, Card, Facts, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { ConnectionDetail } from './connection-details.js';

const KINDS: Record<CredentialKind, string> = {
  oauth2: 'OAuth 2 (somebody signed in)',
  service_account: 'service account',
  api_key: 'API key',
  basic: 'user and password',
  header: 'header',
};

/** Who the account is, and how its credential stands; never the credential. */
export function ConnectionFacts({ detail }: { detail: ConnectionDetail }): JSX.Element {
  const { connection, provider, sealingKeyId } = detail;
  const { account, lastError } = connection;
  return (
    <Facts
      rows={[
        ['Provider', <span safe>{provider?.title ?? connection.provider}</span>],
        ['Account id', <code safe>{account.id}</code>],
        ...Object.entries(account.details).map(
          ([name, value]) => [name.replaceAll('_', ' '), <span safe>{value}</span>] as const,
        ),
        [
          'Customer',
          connection.tenant ? <span safe>{connection.tenant}</span> : <span class="soft">ours</span>,
        ],
        ['State', <StatusBadge status={connection.status} />],
        ['Credential', <span safe>{`${KINDS[connection.kind]}, ${sealing(sealingKeyId)}`}</span>],
        ['Connected', <Time at={connection.connectedAt} />],
        ...moment('Disconnected', connection.disconnectedAt),
        ['Last used', <Time at={connection.lastUsedAt} />],
        ['Last refreshed', <Time at={connection.refreshedAt} />],
        ...moment('Next refresh', connection.refreshAt),
        [
          'Ends',
          connection.expiresAt ? <Time at={connection.expiresAt} /> : <span class="soft">it does not</span>,
        ],
        ...(connection.refreshFailures > 0
          ? [['Failed refreshes', <span safe>{String(connection.refreshFailures)}</span>] as const]
          : []),
        ...(lastError ? [['Last error', <LastError {...lastError} />] as const] : []),
      ]}
    />
  );
}

function sealing(keyId: string | undefined): string {
  return keyId === undefined ? 'deleted' : `sealed under key ${keyId}`;
}

function LastError({ message, at }: NonNullable<Connection['lastError']>): JSX.Element {
  return (
    <>
      <span safe>{message}</span> (<Time at={at} />)
    </>
  );
}

function moment(name: string, at: Date | undefined): (readonly [string, Children])[] {
  return at ? [[name, <Time at={at} />]] : [];
}

interface ScopeFactsProps {
  readonly session: ConsoleSession;
  readonly connection: Connection;
  readonly health: ConnectionHealth;
}

/** What the account may do, against what is needed; and a button that asks for what is missing. */
export function ScopeFacts({ session, connection, health: { scopes } }: ScopeFactsProps): JSX.Element {
  const { granted, needed, missing } = scopes;
  return (
    <Card title="Permissions">
      <Facts
        rows={[
          ['Granted', <Scopes scopes={granted} />],
          ['Needed', <Scopes scopes={needed} />],
          ['Missing', <Scopes scopes={missing} />],
        ]}
      />
      {missing.length > 0 && (
        <ActionForm session={session} action="/console/connections/new/sign-in">
          <input type="hidden" name="connection_id" value={connection.id} />
          <button>Ask for missing permissions</button>
        </ActionForm>
      )}
    </Card>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }): JSX.Element {
  if (scopes.length === 0) return <span class="soft">none</span>;
  return (
    <>
      {scopes.map((scope) => (
        <>
          <code safe>{scope}</code>{' '}
        </>
      ))}
    </>
  );
}
