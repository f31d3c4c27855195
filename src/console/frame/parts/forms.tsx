import type { Children } from '@kitajs/html';
import type { ConsoleSession } from '../session.js';

interface SessionFormProps {
  readonly session: ConsoleSession;
  /** Where it is sent: `/console/api-keys`. */
  readonly action: string;
  readonly class?: string;
  readonly children?: Children;
}

/** A form with the CSRF token of the session, for whoever is signed in. */
export function SessionForm({ session, action, class: name, children }: SessionFormProps): JSX.Element {
  return (
    <form method="post" action={action} class={name}>
      <input type="hidden" name="csrf" value={session.csrfToken} />
      {children}
    </form>
  );
}

interface ActionFormProps extends SessionFormProps {
  /** The question that is asked before; `label` opens it, and the form's own button answers it. */
  readonly confirm?: string;
  /** The text of the button that opens the question. @default Continue… */
  readonly label?: string;
}

/**
 * A form that acts: POST with the CSRF token, shown only to admins. `confirm` asks first, without script: a button
 * opens the question, and the form's own button stands below it.
 */
export function ActionForm({
  confirm,
  label = 'Continue…',
  children,
  ...form
}: ActionFormProps): JSX.Element {
  if (form.session.role !== 'admin') return '';
  if (!confirm) return <SessionForm {...form}>{children}</SessionForm>;
  return (
    <details class="confirm">
      <summary class="button" safe>
        {label}
      </summary>
      <SessionForm {...form}>
        <p safe>{confirm}</p>
        {children}
      </SessionForm>
    </details>
  );
}

interface FieldProps {
  readonly name: string;
  /** Needed where two forms of one page have a field of this name. @default field-<name> */
  readonly id?: string;
  readonly label: string;
  /** What was typed, or is chosen. */
  readonly value?: string;
  /** Of the input: `password`, `email`, `search` … @default text */
  readonly type?: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** Several lines: a text area. */
  readonly multiline?: boolean;
  /** A choice of these: a select. */
  readonly options?: readonly (readonly [value: string, label: string])[];
  /** What browsers and password managers may fill in: `current-password`. @default off */
  readonly autocomplete?: string;
}

/** A labelled field with its hint and its error beside it; what was typed is kept. */
export function Field(field: FieldProps): JSX.Element {
  const { name, label, hint, error, id = `field-${name}` } = field;
  return (
    <div class={['field', error && 'wrong']}>
      <label for={id} safe>
        {label}
      </label>
      <Control {...field} id={id} />
      {Boolean(hint) && (
        <p class="hint" id={`${id}-hint`} safe>
          {hint}
        </p>
      )}
      {Boolean(error) && (
        <p class="error" id={`${id}-error`} safe>
          {error}
        </p>
      )}
    </div>
  );
}

function Control({
  id,
  name,
  value = '',
  type = 'text',
  ...field
}: FieldProps & { id: string }): JSX.Element {
  const described = [field.hint && `${id}-hint`, field.error && `${id}-error`].filter(Boolean).join(' ');
  const shared = {
    id,
    name,
    required: field.required,
    'aria-describedby': described || undefined,
    'aria-invalid': field.error ? 'true' : undefined,
  } as const;
  if (field.options) {
    return (
      <select {...shared}>
        {field.options.map(([option, label]) => (
          <option value={option} selected={option === value} safe>
            {label}
          </option>
        ))}
      </select>
    );
  }
  if (field.multiline) {
    return (
      <textarea {...shared} rows="4" spellcheck="false" safe>
        {value}
      </textarea>
    );
  }
  // What was typed into a password field does not come back: pages are shown again, and looked at.
  const kept = type === 'password' ? undefined : attributeText(value);
  return (
    <input
      {...shared}
      type={type}
      value={kept}
      autocomplete={field.autocomplete ?? 'off'}
      spellcheck="false"
    />
  );
}

/** A value with a button that copies it. Without script there is no button, and the value can be selected. */
export function CopyField({ label, value }: { label: string; value: string }): JSX.Element {
  return (
    <div class="field copy">
      <label>
        <span safe>{label}</span>
        <input readonly value={attributeText(value)} spellcheck="false" />
      </label>
      <button type="button" hidden data-copy={attributeText(value)} aria-label={`Copy: ${label}`}>
        Copy
      </button>
    </div>
  );
}

/** In attributes, only quotes are escaped for us; a typed `&lt;` would come back as `<`. */
function attributeText(text: string): string {
  return text.replaceAll('&', '&amp;');
}
