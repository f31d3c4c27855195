import type { CredentialField, CredentialForm, CredentialValues } from '../../contracts/connections.js';
import type { FieldIssue } from '../../contracts/errors.js';
import { ConnectLayout } from './connect-layout.js';

interface CredentialPageProps {
  readonly product: string;
  /** The provider's name: `sendgrid`. */
  readonly provider: string;
  readonly form: CredentialForm;
  readonly linkToken: string;
  /** What was typed. Secrets are not shown again. */
  readonly typed?: CredentialValues;
  readonly issues?: readonly FieldIssue[];
  /** What went wrong, where no field is to blame. */
  readonly problem?: string;
}

/** The form of a provider whose accounts are connected by what somebody enters. */
export function CredentialPage(props: CredentialPageProps): JSX.Element {
  const { product, provider, form, linkToken, typed = {}, issues = [], problem } = props;
  return (
    <ConnectLayout product={product} title={`Connect ${form.title}`}>
      <p safe>{`${product} tries what you enter at ${form.title}, and keeps it encrypted.`}</p>
      {problem !== undefined && (
        <p class="problem" role="alert" safe>
          {problem}
        </p>
      )}
      <form method="post" action={`/connect/${provider}`} autocomplete="off">
        <input type="hidden" name="link" value={linkToken} />
        {form.fields.map((field) => (
          <Entry
            field={field}
            typed={field.secret ? undefined : typed[field.name]}
            issue={issues.find(({ field: name }) => name === field.name)?.issue}
          />
        ))}
        <button type="submit" safe>{`Connect ${form.title}`}</button>
      </form>
    </ConnectLayout>
  );
}

interface EntryProps {
  readonly field: CredentialField;
  readonly typed: string | undefined;
  readonly issue: string | undefined;
}

function Entry({ field, typed, issue }: EntryProps): JSX.Element {
  const id = `field-${field.name}`;
  const described = [field.hint && `${id}-hint`, issue && `${id}-issue`].filter(Boolean).join(' ');
  const attributes = {
    id,
    name: field.name,
    required: !field.optional,
    spellcheck: false,
    ...(described && { 'aria-describedby': described }),
    ...(issue !== undefined && { 'aria-invalid': true }),
  };
  return (
    <div class="field">
      <label for={id} safe>
        {field.optional ? `${field.label} (optional)` : field.label}
      </label>
      {field.hint !== undefined && (
        <p class="soft" id={`${id}-hint`} safe>
          {field.hint}
        </p>
      )}
      {field.multiline ? (
        <textarea {...attributes} rows="6" safe>
          {typed ?? ''}
        </textarea>
      ) : (
        <input {...attributes} type={field.secret ? 'password' : 'text'} value={typed ?? ''} />
      )}
      {issue !== undefined && (
        <p class="issue" id={`${id}-issue`} safe>
          {`${field.label} ${issue}.`}
        </p>
      )}
    </div>
  );
}
