import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type {
  CheckedCredential,
  CredentialField,
  CredentialForm,
  CredentialHeaders,
  CredentialValues,
  ProviderFetch,
} from '../../contracts/connections.js';
import { PermissionError, ValidationError } from '../../contracts/errors.js';
import { askProvider } from '../../connections/providers/provider-answer.js';
import { blamingField } from '../../connections/providers/refused-field.js';
import { CredentialFormFacet } from '../../platform/facets/facets.js';
import { API_KEY, sendgridConfig, type SendGridConfig } from './sendgrid.config.js';

const ABOUT = { provider: 'sendgrid', operation: 'connections.check' };

const scopes = z.object({ scopes: z.array(z.string()) });
const username = z.object({ user_id: z.number().int(), username: z.string() });

/**
 * A SendGrid account, by an API key.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/authentication
 */
@Injectable()
@CredentialFormFacet('sendgrid')
export class SendGridAccount implements CredentialForm {
  readonly title = 'SendGrid';
  readonly kind = 'api_key';
  readonly fields: readonly CredentialField[] = [
    {
      name: 'api_key',
      label: 'API key',
      hint: 'In SendGrid under Settings, API Keys: make one that may send mail.',
      secret: true,
    },
  ];

  constructor(@Inject(sendgridConfig.token) private readonly config: SendGridConfig) {}

  /** Asks what the key may do, and whose it is, if it may ask that. */
  async check(values: CredentialValues, http: ProviderFetch): Promise<CheckedCredential> {
    const keyId = readKeyId(values);
    const headers = this.headers(values);
    const granted = await blamingField('api_key', () =>
      askProvider({ about: ABOUT, url: this.url('/v3/scopes'), headers, answer: scopes }, http),
    );
    const owner = await this.owner(headers, http);
    const account = owner
      ? { id: String(owner.user_id), label: owner.username }
      : { id: keyId, label: `API key ${keyId.slice(0, 6)}…` };
    return { account, scopes: granted.scopes };
  }

  headers(values: CredentialValues): CredentialHeaders {
    return { authorization: `Bearer ${values['api_key']?.trim()}` };
  }

  /** `undefined` for a key that may not know, as one that may do nothing but send mail. */
  private async owner(headers: CredentialHeaders, http: ProviderFetch) {
    const question = { about: ABOUT, url: this.url('/v3/user/username'), headers, answer: username };
    try {
      return await askProvider(question, http);
    } catch (error) {
      if (error instanceof PermissionError) return undefined;
      throw error;
    }
  }

  private url(path: string): URL {
    return new URL(this.config.baseUrl + path);
  }
}

/** The part of a key that is no secret: SendGrid shows it in its lists. */
function readKeyId(values: CredentialValues): string {
  const id = API_KEY.exec(values['api_key']?.trim() ?? '')?.groups?.['id'];
  if (id !== undefined) return id;
  const issue = 'must be an API key of SendGrid (SG.….…)';
  throw new ValidationError(`What was entered ${issue}.`, ABOUT, [{ field: 'api_key', issue }]);
}
