import type { Children } from '@kitajs/html';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, CopyField, Facts, StatusBadge } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { ProviderReport } from './provider-reports.js';

interface ProvidersPageProps {
  readonly session: ConsoleSession;
  readonly reports: readonly ProviderReport[];
}

/** Every provider, each with what it still needs. */
export function ProvidersPage({ session, reports }: ProvidersPageProps): JSX.Element {
  return (
    <ConsolePage session={session} room="providers" title="Providers">
      <p>
        Providers are set up by environment variables, which are read at the start. Their values are never
        shown here.
      </p>
      {reports.map((report) => (
        <ProviderCard report={report} canConnect={session.role === 'admin'} />
      ))}
    </ConsolePage>
  );
}

function ProviderCard({ report, canConnect }: { report: ProviderReport; canConnect: boolean }): JSX.Element {
  const { name, title, oauth, form, webhooks } = report;
  const isConnectable = oauth?.isConfigured || form !== undefined;
  const rows: (readonly [string, Children])[] = [
    ...(oauth
      ? [['Sign-in (OAuth)', <Setting isSet={oauth.isConfigured} variables={oauth.missing} />] as const]
      : []),
    ...(form ? [['Connect by form', <span safe>{fieldsOf(report)}</span>] as const] : []),
    ...(webhooks
      ? [['Webhooks', <Setting isSet={webhooks.isConfigured} variables={[webhooks.variable]} />] as const]
      : []),
    ...ownAccount(report),
    ['Connected accounts', <ConnectedAccounts report={report} />],
    ...(report.apiUrl ? [['Calls go to', <code safe>{report.apiUrl}</code>] as const] : []),
  ];
  return (
    <Card
      title={title}
      actions={
        canConnect ? (
          <>
            {report.canBeTried && (
              <a
                class="button"
                href={`/console/providers/${encodeURIComponent(name)}/try`}
                aria-label={`Try it: ${title}`}
              >
                Try it
              </a>
            )}
            {isConnectable && (
              <a
                class="button"
                href={`/console/connections/new?${new URLSearchParams({ provider: name }).toString()}`}
                aria-label={`Connect an account of ${title}`}
              >
                Connect
              </a>
            )}
          </>
        ) : (
          ''
        )
      }
    >
      {report.isSandbox && (
        <p>
          <StatusBadge status="sandbox" tone="warn" /> A stand-in on this machine: no account and no call is
          real.
        </p>
      )}
      <Facts rows={rows} />
      {oauth !== undefined && <Registration title={title} oauth={oauth} />}
      {webhooks !== undefined && <CopyField label={`Webhook URL of ${title}`} value={webhooks.url} />}
    </Card>
  );
}

/** Configured, or which variables to set. */
function Setting({ isSet, variables }: { isSet: boolean; variables: readonly string[] }): JSX.Element {
  if (isSet) return <StatusBadge status="configured" />;
  return (
    <>
      <StatusBadge status="missing" /> set{' '}
      {variables.map((variable, index) => (
        <>
          {index > 0 && ' and '}
          <code safe>{variable}</code>
        </>
      ))}
    </>
  );
}

function Registration({
  title,
  oauth,
}: {
  title: string;
  oauth: NonNullable<ProviderReport['oauth']>;
}): JSX.Element {
  return (
    <>
      {oauth.registrationUrl !== undefined && (
        <p>
          <a href={oauth.registrationUrl} rel="noreferrer" target="_blank" safe>
            {`Register the app at ${title}`}
          </a>
        </p>
      )}
      <CopyField label={`Redirect URL for ${title}`} value={oauth.redirectUrl} />
    </>
  );
}

function ConnectedAccounts({ report: { name, connected } }: { report: ProviderReport }): JSX.Element {
  if (connected === 0) return <span class="soft">none</span>;
  return (
    <a href={`/console/connections?${new URLSearchParams({ provider: name }).toString()}`} safe>
      {String(connected)}
    </a>
  );
}

function fieldsOf({ form }: ProviderReport): string {
  return form?.fields.map(({ label }) => label).join(', ') ?? '';
}

function ownAccount({ hasOwnAccount }: ProviderReport): (readonly [string, Children])[] {
  if (hasOwnAccount === undefined) return [];
  return [
    [
      'Account of the environment',
      hasOwnAccount ? (
        <StatusBadge status="configured" />
      ) : (
        <span class="soft">none: calls need a connection</span>
      ),
    ],
  ];
}
