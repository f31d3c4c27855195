/** Connected accounts: what a provider's room says about how one is connected, and what the rest of the house gets. */

/** The states of a connection, the same words in the API, the database, metrics and the console. */
export type ConnectionStatus = 'connected' | 'needs_reauth' | 'revoked' | 'disconnected';

/** How an account proves itself. */
export type CredentialKind = 'oauth2' | 'service_account' | 'api_key' | 'basic' | 'header';

/** Who an account is at its provider. */
export interface ProviderAccount {
  /** The provider's own id: a Slack team, a Google user. */
  readonly id: string;
  /** What a person knows it by: `Acme Inc (acme.slack.com)`. */
  readonly label: string;
  /** What calls need besides the credential, and nothing secret: `{ instance_url: 'https://acme.my.salesforce.com' }`. */
  readonly details?: Readonly<Record<string, string>>;
}

/** `fetch` on the outbound road to the provider, under the operation at hand: logged, limited, timed. */
export type ProviderFetch = typeof fetch;

/** The OAuth client that the product has registered at a provider. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Where a provider's authorization server is (RFC 8414). */
export interface AuthorizationServer {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint?: string;
  readonly jwksUri?: string;
  /** Whether its answers carry `iss` (RFC 9207), so that one without is refused. */
  readonly sendsIssuer?: boolean;
}

/** What a token endpoint has granted, after {@link OAuthApp.tokenAnswer}. */
export interface TokenGrant {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** The scopes that the answer names; `undefined` when it names none, which means those asked for (RFC 6749, 5.1). */
  readonly scopes?: readonly string[];
  readonly expiresAt?: Date;
  /** The claims of the id token, verified. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The whole answer, for what a provider says beyond the standard (Slack's team, Salesforce's instance URL). */
  readonly answer: Readonly<Record<string, unknown>>;
}

/**
 * A provider's OAuth 2 application, marked by `@OAuthAppFacet('<provider>')`. Data, and small functions for what is
 * special; the flow itself is the same for all.
 */
export interface OAuthApp {
  /** The provider's name for people: `Slack`. */
  readonly title: string;
  /** `undefined` until its variables are set. */
  readonly client: OAuthClient | undefined;
  /** The variables that {@link client} needs: `['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET']`. */
  readonly variables: readonly string[];
  /** Where the app is registered at the provider, for the console. */
  readonly registrationUrl?: string;
  /** The server's endpoints, or the issuer under which they are discovered (OpenID Connect Discovery 1.0). */
  readonly server: AuthorizationServer | { readonly discover: string };
  /** Whether the provider takes PKCE S256 (RFC 7636). */
  readonly pkce: boolean;
  /** Where id and secret go: into the `Authorization` header or into the form (RFC 6749, 2.3.1). */
  readonly clientAuthentication: 'basic' | 'post';
  /** What is asked for when nobody says otherwise, and what Hookline's own calls need. */
  readonly scopes: readonly string[];
  /** @default ' ' (RFC 6749, 3.3) */
  readonly scopeSeparator?: ' ' | ',';
  /** How long an access token lives when the answer does not say, in seconds. @default it does not end */
  readonly tokenLifetimeSeconds?: number;
  /** Further parameters of the authorization request: `{ access_type: 'offline' }`. */
  authorizationParameters?(request: AuthorizationRequest): Readonly<Record<string, string>>;
  /**
   * Turns a provider's own form of a token answer into that of RFC 6749: Slack's `{ ok: false, error }` with status 200
   * into status 400, its nested tokens into flat ones.
   */
  tokenAnswer?(answer: TokenEndpointAnswer): TokenEndpointAnswer;
  /** Who has granted it. @throws IntegrationError when the provider does not say */
  account(grant: TokenGrant, http: ProviderFetch): Promise<ProviderAccount>;
  /**
   * Tries a token by a harmless call, where {@link account} makes none.
   * @throws AuthenticationError when the provider takes it no longer
   */
  check?(tokens: OAuthTokens, http: ProviderFetch): Promise<void>;
  /** Ends the grant at the provider, where there is no standard revocation endpoint (RFC 7009). */
  revoke?(tokens: OAuthTokens, http: ProviderFetch): Promise<void>;
}

/** What an authorization request is about. */
export interface AuthorizationRequest {
  readonly scopes: readonly string[];
  /** The provider's id of the account that is to be connected again. */
  readonly accountHint?: string;
}

/** A token endpoint's answer: its status and its JSON. */
export interface TokenEndpointAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The tokens of one grant, as they are kept, sealed. */
export interface OAuthTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
}

/** A field of a form in which somebody enters a credential. */
export interface CredentialField {
  /** As in the API: `api_key`. */
  readonly name: string;
  /** As on the page: `API key`. */
  readonly label: string;
  /** Where to find it, in one sentence. */
  readonly hint?: string;
  /** Never shown again, and not kept in the form. */
  readonly secret: boolean;
  /** A text of several lines (a key file). @default false */
  readonly multiline?: boolean;
  /** @default false */
  readonly optional?: boolean;
}

/** What was entered, by field. */
export type CredentialValues = Readonly<Record<string, string>>;

/** Headers that prove who calls, in lower case: `{ authorization: 'Bearer …' }`. */
export type CredentialHeaders = Readonly<Record<string, string>>;

/** An access token that a credential was exchanged for. */
export interface MintedToken {
  readonly headers: CredentialHeaders;
  readonly expiresAt: Date;
}

/**
 * An account that is connected by what somebody enters rather than by consent: an API key, a user and a password, a
 * header, a service account. Marked by `@CredentialFormFacet('<provider>')`.
 */
export interface CredentialForm {
  /** The provider's name for people: `SendGrid`. */
  readonly title: string;
  readonly kind: Exclude<CredentialKind, 'oauth2'>;
  readonly fields: readonly CredentialField[];
  /**
   * Tries the credential at the provider, by a harmless call.
   * @throws ValidationError whose `details` name the fields that are wrong; IntegrationError when it cannot be tried
   */
  check(values: CredentialValues, http: ProviderFetch): Promise<CheckedCredential>;
  /**
   * Exchanges the credential for a token that ends (service accounts, client credentials). Left out where the credential
   * itself goes with each call.
   * @throws AuthenticationError when the provider refuses it
   */
  mint?(values: CredentialValues, http: ProviderFetch): Promise<MintedToken>;
  /** The headers of each call, where nothing is minted. */
  headers?(values: CredentialValues): CredentialHeaders;
}

/** A credential that the provider has accepted. */
export interface CheckedCredential {
  readonly account: ProviderAccount;
  /** What the provider says it may do, where it says so. */
  readonly scopes?: readonly string[];
}

/** A connection as everybody may see it: nothing in it is secret. */
export interface Connection {
  readonly id: string;
  readonly provider: string;
  /** The product's customer that it belongs to; `undefined` for the product's own. */
  readonly tenant: string | undefined;
  readonly status: ConnectionStatus;
  readonly kind: CredentialKind;
  readonly account: Required<ProviderAccount>;
  /** What the provider has granted. */
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  /** When it was connected last. */
  readonly connectedAt: Date;
  readonly disconnectedAt: Date | undefined;
  /** When the token at hand ends; `undefined` for one that does not. */
  readonly expiresAt: Date | undefined;
  readonly refreshedAt: Date | undefined;
  /** When it is refreshed next; `undefined` when it cannot be. */
  readonly refreshAt: Date | undefined;
  readonly refreshFailures: number;
  /** To the minute. */
  readonly lastUsedAt: Date | undefined;
  readonly lastError: { readonly message: string; readonly at: Date } | undefined;
}

/** What a call that acts for a connection puts on its requests. */
export interface ConnectionCredential {
  readonly connectionId: string;
  readonly provider: string;
  readonly account: Required<ProviderAccount>;
  /** Counts the credentials that this connection has had. */
  readonly version: number;
  readonly headers: CredentialHeaders;
  /** When it ends; `undefined` for one that does not. */
  readonly expiresAt: Date | undefined;
}

/** What happens to a connection, for `@OnConnection`. */
export type ConnectionEventType = 'connected' | 'needs_reauth' | 'revoked' | 'disconnected';

/** News of a connection. Handlers get it at least once. */
export interface ConnectionEvent {
  /** The same whenever the same event comes again. */
  readonly id: string;
  readonly type: ConnectionEventType;
  readonly occurredAt: Date;
  /** The connection as it is when the handler runs. */
  readonly connection: Connection;
  /** Why, in one sentence, where there is a reason. */
  readonly reason: string | undefined;
}

/** A subscription as the provider has made it. */
export interface HeldSubscription {
  /** The provider's id of it. */
  readonly externalId: string;
  readonly expiresAt?: Date;
  /** What is needed to recognise, renew or remove it; sealed at rest. */
  readonly state?: Readonly<Record<string, string>>;
}

/**
 * Something that Hookline holds at a provider for each of its connections (a calendar channel, a webhook registration),
 * marked by `@SubscriptionFacet('<provider>')`. The keeper makes it, renews it, notices when it is gone, removes it.
 */
export interface SubscriptionKind {
  /** `calendar-channel` */
  readonly kind: string;
  /** How long before its end it is renewed, in ms; the old one stays until the new one is there. */
  readonly renewBeforeMs: number;
  /** How often it is looked after at the provider, in ms, where {@link isHeld} can tell. */
  readonly checkEveryMs?: number;
  /** What is to be watched for a connection: the ids of its calendars. Empty when its scopes do not allow any. */
  resources(connection: Connection): Promise<readonly string[]>;
  create(connection: Connection, resource: string): Promise<HeldSubscription>;
  /** Whether the provider still has it. */
  isHeld?(connection: Connection, resource: string, held: HeldSubscription): Promise<boolean>;
  /** @throws NotFoundError when it is gone already, which is as good */
  remove(connection: Connection, resource: string, held: HeldSubscription): Promise<void>;
}
