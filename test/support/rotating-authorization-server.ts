import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenGrant } from '../../src/contracts/connections.js';

/** One consent: all that was given out for it. */
interface Family {
  /** The one refresh token that is good. */
  refreshToken: string;
  /** The one before it, of which the server cannot know whether its answer arrived. */
  previous?: string;
  lifetimeSeconds: number;
  ended: boolean;
}

/** What the server does with the next requests for a token, one each. */
type Misbehaviour = 'fail' | 'drop';

/**
 * A small authorization server with an API, over real HTTP. Refresh tokens rotate; one that comes twice ends the whole
 * grant (RFC 9700, 4.14.2).
 */
export class RotatingAuthorizationServer {
  /** How often a new token was asked for, and how often in vain. */
  refreshes = 0;
  invalidGrants = 0;
  revocations = 0;
  /** How long it thinks before it answers a request for a token, in ms. */
  thinkMs = 0;
  /** Takes the last refresh token, too, until the new one is used: for clients that lost an answer. */
  forgiving = false;
  /** Called when a token is rotated, before the answer leaves. */
  onRotated: () => void = () => {};
  /** The API keys that are good. */
  readonly keys = new Set<string>();
  refusesRevocation = false;
  /** Takes no credential in a call, however good. */
  refusesCalls = false;

  private readonly families = new Set<Family>();
  private readonly accessTokens = new Map<string, { family: Family; endsAtMs: number }>();
  private readonly misbehaviours: Misbehaviour[] = [];
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  private address = '';

  static async start(): Promise<RotatingAuthorizationServer> {
    const started = new RotatingAuthorizationServer();
    started.server.listen(0, '127.0.0.1');
    await once(started.server, 'listening');
    const address = started.server.address();
    if (typeof address !== 'object' || !address) throw new Error('The server has no address.');
    started.address = `http://127.0.0.1:${address.port}`;
    return started;
  }

  get url(): string {
    return this.address;
  }

  /** As if somebody had just consented. */
  grant({ lifetimeSeconds = 3_600, refreshable = true } = {}): TokenGrant {
    const family = { refreshToken: `rt-${secret()}`, lifetimeSeconds, ended: false };
    this.families.add(family);
    return {
      accessToken: this.newAccessToken(family),
      ...(refreshable && { refreshToken: family.refreshToken }),
      expiresAt: new Date(Date.now() + lifetimeSeconds * 1_000),
      answer: {},
    };
  }

  /** Answers the next requests for a token with 500, or rotates the token and drops the answer. */
  misbehave(how: Misbehaviour, times: number): void {
    for (let time = 0; time < times; time += 1) this.misbehaviours.push(how);
  }

  /** All access tokens end before their time. Refresh tokens stay. */
  endAccessTokens(): void {
    this.accessTokens.clear();
  }

  /** As a user does in the settings of their account. */
  endGrant({ refreshToken, accessToken }: TokenGrant): void {
    for (const family of this.families) {
      if (family.refreshToken === refreshToken || this.accessTokens.get(accessToken)?.family === family) {
        family.ended = true;
      }
    }
  }

  reset(): void {
    this.refreshes = 0;
    this.invalidGrants = 0;
    this.revocations = 0;
    this.thinkMs = 0;
    this.forgiving = false;
    this.refusesRevocation = false;
    this.refusesCalls = false;
    this.onRotated = () => {};
    this.misbehaviours.length = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await textOf(request));
    switch (request.url) {
      case '/token':
        return this.answerToken(form, response);
      case '/revoke':
        return this.answerRevocation(form, response);
      case '/things':
      case '/account':
        return this.answerCall(request, response);
      default:
        return json(response, 404, { error: 'not_found' });
    }
  }

  private async answerToken(form: URLSearchParams, response: ServerResponse): Promise<void> {
    this.refreshes += 1;
    await sleep(this.thinkMs);
    const misbehaviour = this.misbehaviours.shift();
    if (misbehaviour === 'fail') return json(response, 500, { error: 'server_error' });
    const family = this.familyOf(form.get('refresh_token') ?? '');
    if (!family) {
      this.invalidGrants += 1;
      return json(response, 400, {
        error: 'invalid_grant',
        error_description: 'The token was used or revoked',
      });
    }
    family.previous = family.refreshToken;
    family.refreshToken = `rt-${secret()}`;
    this.onRotated();
    if (misbehaviour === 'drop') return void response.destroy();
    json(response, 200, {
      access_token: this.newAccessToken(family),
      token_type: 'Bearer',
      expires_in: family.lifetimeSeconds,
      refresh_token: family.refreshToken,
    });
  }

  /** The grant of a good refresh token. One that was used before ends its grant. */
  private familyOf(refreshToken: string): Family | undefined {
    for (const family of this.families) {
      if (family.ended) continue;
      if (family.refreshToken === refreshToken) return family;
      if (family.previous !== refreshToken) continue;
      if (this.forgiving) return family;
      family.ended = true;
    }
    return undefined;
  }

  private answerRevocation(form: URLSearchParams, response: ServerResponse): void {
    this.revocations += 1;
    if (this.refusesRevocation) return json(response, 400, { error: 'unsupported_token_type' });
    const family = this.familyOf(form.get('token') ?? '');
    if (family) family.ended = true;
    response.writeHead(200).end();
  }

  private answerCall({ headers }: IncomingMessage, response: ServerResponse): void {
    const token = this.accessTokens.get((headers.authorization ?? '').slice('Bearer '.length));
    const isGood =
      (token && !token.family.ended && Date.now() < token.endsAtMs) ||
      this.keys.has(String(headers['x-api-key']));
    return isGood && !this.refusesCalls
      ? json(response, 200, { id: 'A1' })
      : json(response, 401, { error: 'invalid_token' });
  }

  private newAccessToken(family: Family): string {
    const accessToken = `at-${secret()}`;
    this.accessTokens.set(accessToken, { family, endsAtMs: Date.now() + family.lifetimeSeconds * 1_000 });
    return accessToken;
  }
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
