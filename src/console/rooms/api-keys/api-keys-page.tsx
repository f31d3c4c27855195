import type { ApiKey } from '../../../platform/api-access/api-keys.service.js';
import { SCOPES } from '../../../platform/api-access/scopes.js';
import { ConsolePage } from '../../frame/console-page.js';
import {
  ActionForm,
  Card,
  CopyField,
  EmptyState,
  Field,
  Notice,
  Rows,
  StatusBadge,
  Time,
} from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

interface ApiKeysPageProps {
  readonly session: ConsoleSession;
  readonly keys: readonly ApiKey[];
  /** A key that was just made, to be shown this once. */
  readonly created?: { readonly name: string; readonly key: string };
  readonly revoked?: boolean;
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: Readonly<Record<string, string>>;
}

/** The keys of the HTTP API. */
export function ApiKeysPage({
  session,
  keys,
  created,
  revoked,
  typed,
  errors,
}: ApiKeysPageProps): JSX.Element {
  return (
    <ConsolePage session={session} room="api-keys" title="API keys">
      {revoked && (
        <Notice kind="good">
          <p>The key is revoked: calls with it are refused from now on.</p>
        </Notice>
      )}
      {created ? <NewKey created={created} /> : ''}
      {keys.length ? (
        <KeyRows session={session} keys={keys} />
      ) : (
        <EmptyState title="No API keys yet">
          <p>
            Your product calls the HTTP API with one. Make a key for each program, with the scopes it needs.
          </p>
        </EmptyState>
      )}
      <CreateForm session={session} typed={typed ?? {}} errors={errors ?? {}} />
    </ConsolePage>
  );
}

function NewKey({ created }: { created: { name: string; key: string } }): JSX.Element {
  return (
    <Notice kind="good">
      <p safe>{`Copy the key “${created.name}” now: it is not shown again.`}</p>
      <CopyField label="API key" value={created.key} />
    </Notice>
  );
}

/** Nobody has to do anything about a key that was ended on purpose; one that ran out may be missed. */
const TONES = { active: 'good', expired: 'warn', revoked: 'calm' } as const;

function KeyRows({ session, keys }: { session: ConsoleSession; keys: readonly ApiKey[] }): JSX.Element {
  return (
    <Rows
      caption="The keys of the HTTP API, newest first"
      headings={['Name', 'Key', 'Scopes', 'State', 'Made', 'Last used', 'Ends', 'Actions']}
      rows={keys.map((key) => [
        <span safe>{key.name}</span>,
        <code class="whole" safe>{`${key.prefix}…`}</code>,
        <span safe>{key.scopes.join(', ')}</span>,
        <StatusBadge status={key.state} tone={TONES[key.state]} />,
        <Time at={key.createdAt} />,
        <Time at={key.lastUsedAt} />,
        <Time at={key.revokedAt ?? key.expiresAt} />,
        <Revoke session={session} apiKey={key} />,
      ])}
    />
  );
}

function Revoke({ session, apiKey }: { session: ConsoleSession; apiKey: ApiKey }): JSX.Element {
  if (apiKey.state === 'revoked') return '';
  return (
    <ActionForm
      session={session}
      action={`/console/api-keys/${apiKey.id}/revoke`}
      label="Revoke…"
      confirm={`Calls with the key “${apiKey.name}” are refused at once, for good.`}
    >
      <button class="danger">Revoke</button>
    </ActionForm>
  );
}

type CreateFormProps = Required<Pick<ApiKeysPageProps, 'session' | 'typed' | 'errors'>>;

function CreateForm({ session, typed, errors }: CreateFormProps): JSX.Element {
  if (session.role !== 'admin') return '';
  return (
    <Card title="Make a key">
      <ActionForm session={session} action="/console/api-keys">
        <Field
          name="name"
          label="Name"
          value={typed.name ?? ''}
          hint="What it is for, such as “shop backend”."
          error={errors.name}
          required
        />
        <Field
          name="expires"
          label="Ends"
          type="date"
          value={typed.expires ?? ''}
          hint="As this day begins (UTC). Without one, it lasts until it is revoked."
          error={errors.expires}
        />
        <fieldset aria-describedby={errors.scopes ? 'scopes-error' : undefined}>
          <legend>Scopes</legend>
          <div class="choices">
            {SCOPES.map((scope) => (
              <label>
                <input type="checkbox" name={scope} checked={typed[scope] !== undefined} />
                <span>{scope === 'admin' ? 'admin (all of them)' : scope}</span>
              </label>
            ))}
          </div>
          {Boolean(errors.scopes) && (
            <p class="error" id="scopes-error" safe>
              {errors.scopes}
            </p>
          )}
        </fieldset>
        <button class="primary">Make the key</button>
      </ActionForm>
    </Card>
  );
}
