import { Inject, Injectable } from '@nestjs/common';
import type {
  CheckedCredential,
  CredentialField,
  CredentialForm,
  CredentialValues,
  MintedToken,
  ProviderFetch,
} from '../../contracts/connections.js';
import { blamingField } from '../../connections/providers/refused-field.js';
import { requestToken } from '../../connections/providers/token-request.js';
import { basicHeader } from '../../outbound/authorization/basic-authorization.js';
import { CredentialFormFacet } from '../../platform/facets/facets.js';
import { paypalConfig, type PayPalConfig } from './paypal.config.js';

/**
 * The app of another PayPal account, by its own id and secret.
 * @see https://developer.paypal.com/api/rest/authentication/
 */
@Injectable()
@CredentialFormFacet('paypal')
export class PayPalAccount implements CredentialForm {
  readonly title = 'PayPal';
  readonly kind = 'api_key';
  readonly fields: readonly CredentialField[] = [
    {
      name: 'client_id',
      label: 'Client ID',
      hint: 'On developer.paypal.com, under Apps & Credentials.',
      secret: false,
    },
    { name: 'client_secret', label: 'Secret key', hint: 'Beside the client ID.', secret: true },
  ];

  constructor(@Inject(paypalConfig.token) private readonly config: PayPalConfig) {}

  /** A token is all that is asked for: any further call needs a permission that the app may not have. */
  async check(values: CredentialValues, http: ProviderFetch): Promise<CheckedCredential> {
    await blamingField('client_secret', () => this.mint(values, http));
    const id = values['client_id']?.trim() ?? '';
    return { account: { id, label: `PayPal app ${id.slice(0, 8)}…` } };
  }

  mint(values: CredentialValues, http: ProviderFetch): Promise<MintedToken> {
    const clientId = values['client_id']?.trim() ?? '';
    const clientSecret = values['client_secret']?.trim() ?? '';
    return requestToken(
      {
        provider: 'paypal',
        url: new URL(`${this.config.baseUrl}/v1/oauth2/token`),
        form: { grant_type: 'client_credentials' },
        headers: { authorization: basicHeader(clientId, clientSecret) },
        secrets: [clientSecret],
      },
      http,
    );
  }
}
