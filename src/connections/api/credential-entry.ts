import { Injectable } from '@nestjs/common';
import type { Connection, CredentialForm, CredentialValues } from '../../contracts/connections.js';
import { ValidationError, type FieldIssue } from '../../contracts/errors.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Connecting, type ProvedAccount } from '../accounts/connecting.js';
import { ConnectableProviders } from '../providers/connectable-providers.js';

/** Connects accounts by what somebody enters in the form of their provider. */
@Injectable()
export class CredentialEntry {
  constructor(
    private readonly providers: ConnectableProviders,
    private readonly connecting: Connecting,
  ) {}

  /**
   * Tries a credential at its provider, and keeps it. A field that was left empty is none.
   * @throws ApiError NOT_FOUND for an unknown provider, UNPROCESSABLE for one whose accounts are connected by consent
   * @throws ValidationError whose details name fields of the form; IntegrationError when it cannot be tried
   */
  async connect(account: ProvedAccount, entered: CredentialValues): Promise<Connection> {
    const { title, form } = this.providers.get(account.provider);
    const values = Object.fromEntries(Object.entries(entered).filter(([, value]) => value.trim() !== ''));
    if (!form) {
      throw new ApiError(
        'UNPROCESSABLE',
        `Accounts of ${title} are connected by signing in there. Make a link for it by POST /v1/connect-links.`,
      );
    }
    const details = issues(form, values);
    if (details.length > 0) {
      const fields = details.map(({ field }) => field).join(', ');
      throw new ValidationError(
        `The credential of ${title} is not complete: see ${fields}.`,
        { provider: account.provider, operation: 'connections.connect' },
        details,
      );
    }
    return this.connecting.withCredential(account, values);
  }
}

/** What can be told before the provider is asked: fields that are missing, or not in its form. */
function issues({ fields }: CredentialForm, values: CredentialValues): FieldIssue[] {
  const names = fields.map(({ name }) => name);
  const missing = fields
    .filter(({ name, optional }) => !optional && values[name] === undefined)
    .map(({ name }) => ({ field: name, issue: 'is missing' }));
  const unknown = Object.keys(values)
    .filter((name) => !names.includes(name))
    .map((field) => ({ field, issue: `is not a field of this provider; it has ${names.join(', ')}` }));
  return [...missing, ...unknown];
}
