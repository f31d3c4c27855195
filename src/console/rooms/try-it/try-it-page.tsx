import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, Field, Notice, StatusBadge } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { ObservedCall } from '../../../outbound/request-log/observed-calls.js';
import { ACCOUNT, type Trial } from './trials.js';

/** What came of a trial. */
export interface TriedOut {
  /** The name of the trial. */
  readonly trial: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** Why it did not work; `undefined` when it did. */
  readonly failure: string | undefined;
  readonly calls: readonly ObservedCall[];
  /** Of all of it, in ms. */
  readonly durationMs: number;
}

type Accounts = readonly (readonly [id: string, label: string])[];

interface TryItPageProps {
  readonly session: ConsoleSession;
  readonly provider: string;
  readonly title: string;
  readonly isSandbox: boolean;
  readonly trials: readonly Trial[];
  /** The accounts that it can be done for. */
  readonly accounts: Accounts;
  readonly tried: TriedOut | undefined;
}

/** Everything of a provider that can be tried, and what the last trial has sent and got. */
export function TryItPage({
  session,
  provider,
  title,
  isSandbox,
  trials,
  accounts,
  tried,
}: TryItPageProps): JSX.Element {
  return (
    <ConsolePage
      session={session}
      room="providers"
      title={`Try ${title}`}
      actions={
        <a class="button" href="/console/providers">
          Providers
        </a>
      }
    >
      {isSandbox ? (
        <p>
          <StatusBadge status="sandbox" tone="warn" /> The calls are real, the provider is a stand-in on this
          machine.
        </p>
      ) : (
        <Notice kind="info">
          <p>This calls the provider for real: money is charged, people are written to, entries are made.</p>
        </Notice>
      )}
      {tried !== undefined && <Outcome tried={tried} />}
      {trials.map((trial) => (
        <TrialForm
          session={session}
          provider={provider}
          trial={trial}
          accounts={accounts}
          tried={tried?.trial === trial.name ? tried : undefined}
        />
      ))}
      {session.role !== 'admin' && <p class="soft">Only admins can try providers.</p>}
    </ConsolePage>
  );
}

function Outcome({ tried }: { tried: TriedOut }): JSX.Element {
  const { failure, calls, durationMs } = tried;
  return (
    <>
      <Notice kind={failure === undefined ? 'good' : 'bad'}>
        <p safe>{failure ?? `It worked, in ${durationMs} ms.`}</p>
      </Notice>
      {calls.map((call) => (
        <CallCard call={call} />
      ))}
    </>
  );
}

function CallCard({ call }: { call: ObservedCall }): JSX.Element {
  const { method, endpoint, status, attempts, durationMs, request, answer } = call;
  const isGood = status !== undefined && status < 400;
  return (
    <Card title={`${method} ${endpoint}`}>
      <p>
        <StatusBadge status={String(status ?? 'no answer')} tone={isGood ? 'good' : 'bad'} />{' '}
        <span safe>{`${durationMs} ms, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`}</span>
      </p>
      {request !== '' && (
        <>
          <h3>Sent</h3>
          <pre safe>{request}</pre>
        </>
      )}
      <h3>Answered</h3>
      <pre safe>{answer === '' ? 'nothing' : answer}</pre>
    </Card>
  );
}

interface TrialFormProps {
  readonly session: ConsoleSession;
  readonly provider: string;
  readonly trial: Trial;
  readonly accounts: Accounts;
  readonly tried: TriedOut | undefined;
}

function TrialForm({ session, provider, trial, accounts, tried }: TrialFormProps): JSX.Element {
  if (session.role !== 'admin') return '';
  const { name, title, fields } = trial;
  return (
    <Card title={title}>
      <ActionForm session={session} action={`/console/providers/${encodeURIComponent(provider)}/try/${name}`}>
        {fields.map(({ initial, ...field }) => (
          <Field
            {...field}
            options={field.name === ACCOUNT ? accounts : undefined}
            id={`${name}-${field.name}`}
            value={tried ? (tried.typed[field.name] ?? '') : (initial ?? '')}
            error={tried?.errors[field.name]}
          />
        ))}
        <button>Try it</button>
      </ActionForm>
    </Card>
  );
}
