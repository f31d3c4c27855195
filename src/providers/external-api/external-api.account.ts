import { Inject, Injectable } from '@nestjs/common';
import type {
  CheckedCredential,
  CredentialField,
  CredentialForm,
  CredentialHeaders,
  CredentialValues,
  ProviderFetch,
} from '../../contracts/connections.js';
import {
  AuthenticationError,
  NotConfiguredError,
  ProviderUnavailableError,
  ValidationError,
  type FieldIssue,
} from '../../contracts/errors.js';
import { blamingField } from '../../connections/providers/refused-field.js';
import { basicHeader } from '../../outbound/authorization/basic-authorization.js';
import { CredentialFormFacet } from '../../platform/facets/facets.js';
import { externalApiConfig, type ExternalApiConfig } from './external-api.config.js';

const ABOUT = { provider: 'external-api', operation: 'connections.check' };

/** RFC 9110, 5.6.2. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** Names that say how a message is carried, not who sends it. */
const NOT_A_CREDENTIAL = /^(?:host|connection|content-.*|transfer-encoding|upgrade|te|trailer|expect)$/i;

/**
 * An account at the external API: a header with a key, or a user and a password (HTTP Basic, RFC 7617).
 */
@Injectable()
@CredentialFormFacet('external-api')
export class ExternalApiAccount implements CredentialForm {
  readonly title = 'External API';
  readonly kind = 'header';
  readonly fields: readonly CredentialField[] = [
    { name: 'name', label: 'Name', hint: 'What you call this account.', secret: false },
    {
      name: 'header',
      label: 'Header',
      hint: 'Which header carries the key: Authorization, X-Api-Key. Leave it empty for a user and a password.',
      secret: false,
      optional: true,
    },
    {
      name: 'value',
      label: 'Value of the header',
      hint: 'The whole value, such as Bearer abc123.',
      secret: true,
      optional: true,
    },
    { name: 'user', label: 'User', secret: false, optional: true },
    { name: 'password', label: 'Password', secret: true, optional: true },
  ];

  constructor(@Inject(externalApiConfig.token) private readonly config: ExternalApiConfig) {}

  /**
   * Calls the API's base URL. Whatever it answers but 401 and 403 shows that the credential is let in.
   * @throws NotConfiguredError without EXTERNAL_API_BASE_URL
   */
  async check(values: CredentialValues, http: ProviderFetch): Promise<CheckedCredential> {
    refuseIncomplete(values);
    const name = values['name']?.trim() ?? '';
    await blamingField(usesBasic(values) ? 'password' : 'value', () => this.try(values, http));
    return { account: { id: name, label: name } };
  }

  headers(values: CredentialValues): CredentialHeaders {
    const { header = '', value = '', user = '', password = '' } = values;
    if (usesBasic(values)) return { authorization: basicHeader(user.trim(), password) };
    return { [header.trim().toLowerCase()]: value.trim() };
  }

  private async try(values: CredentialValues, http: ProviderFetch): Promise<void> {
    const { baseUrl } = this.config;
    if (baseUrl === undefined) {
      const message = 'The external API is not configured. Set EXTERNAL_API_BASE_URL to its address.';
      throw new NotConfiguredError(message, ABOUT);
    }
    const { status } = await http(baseUrl, { headers: this.headers(values) });
    const message = `The external API answered HTTP ${status}.`;
    if (status === 401 || status === 403) {
      throw new AuthenticationError(`${message} Check the credential.`, { ...ABOUT, status });
    }
    if (status === 429 || status >= 500) {
      throw new ProviderUnavailableError(`${message} The credential could not be tried: try again later.`, {
        ...ABOUT,
        status,
      });
    }
  }
}

function usesBasic({ header }: CredentialValues): boolean {
  return !header?.trim();
}

/** @throws ValidationError for neither a header nor a user, for both, and for what no header can hold */
function refuseIncomplete(values: CredentialValues): void {
  const details = usesBasic(values) ? basicIssues(values) : headerIssues(values);
  if (details.length === 0) return;
  const fields = details.map(({ field }) => field).join(', ');
  throw new ValidationError(
    `The credential of the external API is not right: see ${fields}.`,
    ABOUT,
    details,
  );
}

function basicIssues({ user, password, value }: CredentialValues): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (value?.trim()) issues.push({ field: 'header', issue: 'must say which header the value goes into' });
  else if (!user?.trim()) issues.push({ field: 'user', issue: 'must be given when there is no header' });
  if (user?.includes(':') || /\p{Cc}/u.test(user ?? '')) {
    issues.push({ field: 'user', issue: 'must not hold a colon or a control character' });
  }
  if (/\p{Cc}/u.test(password ?? '')) {
    issues.push({ field: 'password', issue: 'must not hold a control character' });
  }
  return issues;
}

function headerIssues({ header = '', value = '', user }: CredentialValues): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (!HEADER_NAME.test(header.trim()) || NOT_A_CREDENTIAL.test(header.trim())) {
    issues.push({ field: 'header', issue: 'must be the name of a header, such as X-Api-Key' });
  }
  if (!/^[\x20-\x7e]+$/.test(value.trim())) {
    issues.push({ field: 'value', issue: 'must be printable ASCII characters' });
  }
  if (user?.trim()) issues.push({ field: 'user', issue: 'must be empty when there is a header' });
  return issues;
}
