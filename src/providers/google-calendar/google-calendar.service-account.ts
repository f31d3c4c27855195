import { Inject, Injectable } from '@nestjs/common';
import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import type {
  CheckedCredential,
  CredentialField,
  CredentialForm,
  CredentialValues,
  MintedToken,
  ProviderFetch,
} from '../../contracts/connections.js';
import { ValidationError } from '../../contracts/errors.js';
import { askProvider } from '../../connections/providers/provider-answer.js';
import { blamingField } from '../../connections/providers/refused-field.js';
import { requestToken } from '../../connections/providers/token-request.js';
import { CredentialFormFacet } from '../../platform/facets/facets.js';
import {
  googleCalendarConfig,
  serviceAccount,
  type GoogleCalendarConfig,
  type GoogleServiceAccount,
} from './google-calendar.config.js';
import { CALENDAR_SCOPES } from './google-calendar.scopes.js';

/** The longest that Google accepts, in seconds. */
const ASSERTION_LIFETIME_SECONDS = 3_600;

const calendarList = z.object({ kind: z.literal('calendar#calendarList') });

/**
 * A Google service account: for calendars that are shared with it, or for those of a whole domain, whose administrator
 * lets it act for people (domain-wide delegation).
 * @see https://developers.google.com/identity/protocols/oauth2/service-account
 */
@Injectable()
@CredentialFormFacet('google-calendar')
export class GoogleCalendarServiceAccount implements CredentialForm {
  readonly title = 'Google Calendar';
  readonly kind = 'service_account';
  readonly fields: readonly CredentialField[] = [
    {
      name: 'key_file',
      label: 'Key file',
      hint: 'The whole content of the JSON file that the Google Cloud console gave you for the service account.',
      secret: true,
      multiline: true,
    },
    {
      name: 'subject',
      label: 'Act for',
      hint: 'The e-mail address of a person in your domain, if domain-wide delegation is set up.',
      secret: false,
      optional: true,
    },
  ];

  constructor(@Inject(googleCalendarConfig.token) private readonly config: GoogleCalendarConfig) {}

  /** Lists one calendar at the most. */
  async check(values: CredentialValues, http: ProviderFetch): Promise<CheckedCredential> {
    const { email } = readKeyFile(values);
    const subject = subjectOf(values);
    const field = subject === undefined ? 'key_file' : 'subject';
    const { headers } = await blamingField(field, () => this.mint(values, http));
    const url = new URL(`${this.config.baseUrl}/calendar/v3/users/me/calendarList?maxResults=1`);
    const about = { provider: 'google-calendar', operation: 'connections.check' };
    await blamingField('key_file', () => askProvider({ about, url, headers, answer: calendarList }, http));
    return {
      account: {
        id: subject ?? email,
        label: subject === undefined ? email : `${subject} (by ${email})`,
        details: { service_account: email },
      },
      scopes: CALENDAR_SCOPES,
    };
  }

  /** A signed statement for an access token (RFC 7523, 2.1). The address in the key file is not looked at. */
  async mint(values: CredentialValues, http: ProviderFetch): Promise<MintedToken> {
    const { tokenEndpoint } = this.config.server;
    const assertion = await signedAssertion(readKeyFile(values), tokenEndpoint, subjectOf(values));
    return requestToken(
      {
        provider: 'google-calendar',
        url: new URL(tokenEndpoint),
        form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
        secrets: [assertion],
      },
      http,
    );
  }
}

async function signedAssertion(
  { email, keyId, privateKey }: GoogleServiceAccount,
  audience: string,
  subject: string | undefined,
): Promise<string> {
  const statement = new SignJWT({ scope: CALENDAR_SCOPES.join(' ') })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
    .setIssuer(email)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${ASSERTION_LIFETIME_SECONDS}s`);
  if (subject !== undefined) statement.setSubject(subject);
  return statement.sign(await importPKCS8(privateKey, 'RS256'));
}

function subjectOf({ subject }: CredentialValues): string | undefined {
  return subject?.trim() || undefined;
}

/** @throws ValidationError without the reason, which might quote the key */
function readKeyFile(values: CredentialValues): GoogleServiceAccount {
  const { data } = serviceAccount.safeParse(values['key_file']);
  if (data) return data;
  const issue = 'must be the whole content of a service account’s JSON key file';
  throw new ValidationError(
    `The key file of Google Calendar ${issue}.`,
    { provider: 'google-calendar', operation: 'connections.check' },
    [{ field: 'key_file', issue }],
  );
}
