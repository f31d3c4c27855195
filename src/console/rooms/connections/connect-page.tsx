import type { ConnectableProvider } from '../../../connections/providers/connectable-providers.js';
import type {
  Connection,
  CredentialField,
  CredentialForm,
  OAuthApp,
} from '../../../contracts/connections.js';
import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, Field, Notice } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { CREDENTIAL_PREFIX, type FormFields } from './connect.schemas.js';
import type { FormProblem } from './form-problem.js';

interface ConnectPageProps {
  readonly session: ConsoleSession;
  readonly provider: ConnectableProvider;
  /** The connection that is to be connected again; none for a new one. */
  readonly again: Connection | undefined;
  readonly typed: FormFields;
  readonly problem?: FormProblem;
}

/** The second step of connecting an account: for whom, and how it proves itself. */
export function ConnectPage(props: ConnectPageProps): JSX.Element {
  const { session, provider, again, problem } = props;
  const { title, oauth, form } = provider;
  return (
    <ConsolePage
      session={session}
      room="connections"
      title={`Connect ${again?.account.label ?? title}${again ? ' again' : ''}`}
    >
      {problem !== undefined && (
        <Notice kind="bad">
          <p safe>{problem.message}</p>
        </Notice>
      )}
      {again !== undefined && (
        <Notice kind="info">
          <p>It keeps its id. It has to be the same account.</p>
        </Notice>
      )}
      {oauth !== undefined && <SignIn {...props} app={oauth} />}
      {form !== undefined && <Entry {...props} form={form} />}
    </ConsolePage>
  );
}

function SignIn({
  session,
  provider,
  again,
  typed,
  problem,
  app,
}: ConnectPageProps & { app: OAuthApp }): JSX.Element {
  if (!app.client) {
    return (
      <Card title={`Sign in at ${provider.title}`}>
        <p>
          <span safe>{`Set ${app.variables.join(' and ')}, and start Hookline again.`}</span>{' '}
          <a href="/console/providers">See Providers</a>
        </p>
      </Card>
    );
  }
  return (
    <Card title={`Sign in at ${provider.title}`}>
      <ActionForm session={session} action="/console/connections/new/sign-in">
        <Account provider={provider} again={again} typed={typed} problem={problem} form="sign-in" />
        <Field
          name="scopes"
          label="Extra permissions (optional)"
          value={typed.scopes ?? ''}
          hint={`Scopes, with spaces in between. ${app.scopes.length > 0 ? `Always asked for: ${app.scopes.join(' ')}.` : ''}`}
          error={problem?.fields.get('scopes')}
        />
        <button class="primary" safe>
          {`Continue to ${provider.title}`}
        </button>
      </ActionForm>
    </Card>
  );
}

function Entry({
  session,
  provider,
  again,
  typed,
  problem,
  form,
}: ConnectPageProps & { form: CredentialForm }): JSX.Element {
  return (
    <Card title={provider.oauth ? 'Or enter a credential' : 'Enter a credential'}>
      <ActionForm session={session} action="/console/connections/new/credential">
        <Account provider={provider} again={again} typed={typed} problem={problem} form="credential" />
        {form.fields.map((field) => (
          <CredentialInput field={field} typed={typed} problem={problem} />
        ))}
        <p class="hint" safe>
          {`It is tried at ${provider.title} first, and kept sealed. Nobody can read it here again.`}
        </p>
        <button class="primary">Connect</button>
      </ActionForm>
    </Card>
  );
}

/** Which account, and whose: chosen for a new connection, and a fact of one that is connected again. */
function Account({
  provider,
  again,
  typed,
  problem,
  form,
}: Pick<ConnectPageProps, 'provider' | 'again' | 'typed' | 'problem'> & { form: string }): JSX.Element {
  return (
    <>
      <input type="hidden" name="provider" value={provider.name} />
      {again ? (
        <input type="hidden" name="connection_id" value={again.id} />
      ) : (
        <Field
          name="tenant"
          id={`${form}-tenant`}
          label="Customer (optional)"
          value={typed.tenant ?? ''}
          hint="Your own id of the customer whose account it is. Empty for an account of yours."
          error={problem?.fields.get('tenant')}
        />
      )}
    </>
  );
}

function CredentialInput({
  field,
  typed,
  problem,
}: {
  field: CredentialField;
  typed: FormFields;
  problem: FormProblem | undefined;
}): JSX.Element {
  const name = `${CREDENTIAL_PREFIX}${field.name}`;
  const issue = problem?.fields.get(field.name);
  return (
    <Field
      name={name}
      label={field.optional ? `${field.label} (optional)` : field.label}
      type={field.secret ? 'password' : 'text'}
      value={field.secret ? '' : (typed[name] ?? '')}
      {...(field.hint && { hint: field.hint })}
      error={issue && `${field.label} ${issue}.`}
      required={!field.optional}
      multiline={field.multiline ?? false}
    />
  );
}
