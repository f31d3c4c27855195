import { z } from 'zod';

/** A field that was left empty is nothing. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .transform((entered) => entered.trim() || undefined)
    .optional();

/** What the page for connecting is opened with. */
export const connectQuery = z.object({ provider: text(64), connection_id: text(64) });
export type ConnectQuery = z.output<typeof connectQuery>;

/** The fields of both ways to connect, beside those of a credential. */
export const connectFields = z.object({
  provider: z.string().max(64).default(''),
  connection_id: text(64),
  tenant: z
    .string()
    .max(255, { error: 'must be at most 255 characters' })
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'must be one line of text' })
    .transform((entered) => entered.trim() || undefined)
    .optional(),
  scopes: z
    .string()
    .max(4_000, { error: 'must be at most 4000 characters' })
    .regex(/^[\x20-\x7e\s]*$/, { error: 'must be scopes with spaces in between (RFC 6749, 3.3)' })
    .default('')
    .transform((entered) => entered.split(/[\s,]+/).filter(Boolean)),
});

/** Of the names of credential fields in the form, so that none can be taken for another field. */
export const CREDENTIAL_PREFIX = 'credentials.';

/** The fields of a form as they came. */
export const formFields = z.record(z.string(), z.string());
export type FormFields = z.output<typeof formFields>;

/** What was entered as a credential, by the names of its form. */
export function enteredCredential(typed: FormFields): FormFields {
  return Object.fromEntries(
    Object.entries(typed)
      .filter(([name]) => name.startsWith(CREDENTIAL_PREFIX))
      .map(([name, value]) => [name.slice(CREDENTIAL_PREFIX.length), value]),
  );
}
