import { beforeDeadline } from '../before-deadline.js';
import { systemClock, type Clock } from '../clock.js';
import type { HttpRequest, OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { WriteSafety } from '../write-safety.js';
import type { Authorization } from './authorization.js';
import { basicHeader } from './basic-authorization.js';
import { readTokenAnswer, TOKEN_OPERATION } from './token-answer.js';
import { withCredentialHeader } from './with-credential.js';

/** A token is replaced that long before its end, in ms, or after 90 % of its life if that is later. */
const SPARE_MS = 60_000;

/** What the road is to know of a token request. Asking twice gives two good tokens, so it may be repeated. */
export interface TokenCall {
  readonly operation: typeof TOKEN_OPERATION;
  readonly endpoint: string;
  readonly safety: WriteSafety;
  readonly credentials: OutboundCall['credentials'];
}

export interface ClientCredentials {
  readonly provider: string;
  readonly tokenUrl: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  /** Not in RFC 6749, but asked for by Auth0 and its like. */
  readonly audience?: string;
  /** Where id and secret go: into the `Authorization` header or into the form (RFC 6749, 2.3.1). */
  readonly clientAuthentication: 'basic' | 'post';
  /** Takes a token request along the road, under a deadline of its own and without this authorization. */
  send(request: HttpRequest, about: TokenCall): Promise<OutboundResponse>;
  /** @default systemClock */
  readonly clock?: Clock;
}

interface HeldToken {
  readonly header: string;
  /** By the clock's `nowMs()`. */
  readonly usableUntilMs: number;
}

/** A token got with the client's own id and secret (RFC 6749, 4.4), kept until shortly before its end. */
export class ClientCredentialsAuthorization implements Authorization {
  private readonly clock: Clock;
  private held: HeldToken | undefined;
  private fetching: Promise<HeldToken> | undefined;

  constructor(private readonly client: ClientCredentials) {
    this.clock = client.clock ?? systemClock;
  }

  /**
   * @throws AuthenticationError when the provider refuses the client
   * @throws TimeoutError, the caller's abort reason when no token came in time
   * @throws IntegrationError when the token endpoint cannot be reached, or answers nonsense
   */
  async authorize(call: OutboundCall): Promise<OutboundCall> {
    const { header } = this.usable() ?? (await beforeDeadline(call, this.fetchOnce()));
    return withCredentialHeader(call, 'authorization', header);
  }

  /** Gives up the refused token, unless another call has done so already. */
  async renew(refused: OutboundCall): Promise<boolean> {
    if (this.held?.header === refused.headers['authorization']) this.held = undefined;
    return true;
  }

  private usable(): HeldToken | undefined {
    return this.held && this.clock.nowMs() < this.held.usableUntilMs ? this.held : undefined;
  }

  /** One request, however many calls wait for it. It belongs to none of them, and so ends with none of them. */
  private fetchOnce(): Promise<HeldToken> {
    this.fetching ??= this.fetch().finally(() => (this.fetching = undefined));
    return this.fetching;
  }

  private async fetch(): Promise<HeldToken> {
    const { provider, clientId, clientSecret, tokenUrl } = this.client;
    const askedAtMs = this.clock.nowMs();
    const response = await this.client.send(tokenRequest(this.client), {
      operation: TOKEN_OPERATION,
      endpoint: tokenUrl.pathname,
      safety: { by: 'upsert' },
      credentials: { headers: ['authorization'] },
    });
    const secrets = [
      clientSecret,
      formEncoded(clientSecret),
      clientHeader(clientId, clientSecret).slice('Basic '.length),
    ].filter(Boolean);
    const { token, lifetimeMs } = readTokenAnswer(provider, response, secrets);
    const usableUntilMs = askedAtMs + lifetimeMs - Math.min(SPARE_MS, lifetimeMs / 10);
    this.held = { header: `Bearer ${token}`, usableUntilMs };
    return this.held;
  }
}

function tokenRequest(client: ClientCredentials): HttpRequest {
  const { clientId, clientSecret, scope, audience } = client;
  const inHeader = client.clientAuthentication === 'basic';
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
    ...(!inHeader && { client_id: clientId, client_secret: clientSecret }),
  });
  return {
    method: 'POST',
    url: client.tokenUrl,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...(inHeader && { authorization: clientHeader(clientId, clientSecret) }),
    },
    body: form.toString(),
  };
}

/** Id and secret are form-encoded before they are joined (RFC 6749, 2.3.1), so that an id may hold a colon. */
function clientHeader(clientId: string, clientSecret: string): string {
  return basicHeader(formEncoded(clientId), formEncoded(clientSecret));
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice('='.length);
}
