import { z } from 'zod';
import type {
  CredentialForm,
  CredentialHeaders,
  CredentialKind,
  CredentialValues,
  MintedToken,
  OAuthTokens,
} from '../../contracts/connections.js';

/** What was entered in a form, and the token that it was exchanged for, where it is. */
export interface EnteredCredential {
  readonly values: CredentialValues;
  readonly minted?: MintedToken | undefined;
}

/** What is sealed in the row of a connection. */
export type KeptCredential = OAuthTokens | EnteredCredential;

const texts = z.record(z.string(), z.string());

const tokens = z.object({ accessToken: z.string(), refreshToken: z.string().exactOptional() });

const entered = z.object({
  values: texts,
  minted: z.object({ headers: texts, expiresAt: z.coerce.date() }).optional(),
});

/** @throws ZodError, SyntaxError when the text is no credential of this kind */
export function readCredential(kind: CredentialKind, json: string): KeptCredential {
  const value: unknown = JSON.parse(json);
  return kind === 'oauth2' ? tokens.parse(value) : entered.parse(value);
}

export function isTokens(credential: KeptCredential): credential is OAuthTokens {
  return 'accessToken' in credential;
}

/**
 * What goes on each call.
 * @param form of the provider, where the credential was entered in one
 * @throws Error when the provider's room no longer says how its credential is sent
 */
export function headersOf(credential: KeptCredential, form: CredentialForm | undefined): CredentialHeaders {
  if (isTokens(credential)) return { authorization: `Bearer ${credential.accessToken}` };
  const headers = credential.minted?.headers ?? form?.headers?.(credential.values);
  if (headers) return headers;
  throw new Error('The provider no longer has a form for such credentials. Load its module.');
}

/** Whether another token can be had for it without anybody's consent. */
export function isRenewable(credential: KeptCredential, form: CredentialForm | undefined): boolean {
  return isTokens(credential) ? credential.refreshToken !== undefined : form?.mint !== undefined;
}
