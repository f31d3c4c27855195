import { createHash, randomBytes } from 'node:crypto';
import type { OAuthSandbox } from './oauth-sandbox.js';

/** The product's own address in the specs; nobody listens there. */
export const REDIRECT_URI = 'http://localhost:3000/connect/callback';

export const CLIENT = { client_id: 'sandbox-client', client_secret: 'sandbox-secret' };

/** A PKCE pair (RFC 7636). */
export function pkce(): {
  verifier: string;
  challenge: { code_challenge: string; code_challenge_method: string };
} {
  const verifier = randomBytes(32).toString('base64url');
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge: { code_challenge, code_challenge_method: 'S256' } };
}

/** A person at a consent page: opens it, decides, and is sent back. */
export class Browser {
  constructor(
    private readonly sandbox: OAuthSandbox,
    private readonly authorizePath: string,
  ) {}

  /** The page that an authorization request leads to. */
  open(parameters: Record<string, string>): Promise<Response> {
    return fetch(this.address(parameters));
  }

  /** Where the person is sent once the form is in. @throws Error when they are not */
  async decide(parameters: Record<string, string>, decision: [string, string][]): Promise<URLSearchParams> {
    const response = await fetch(this.address(parameters), {
      method: 'POST',
      body: new URLSearchParams(decision),
      redirect: 'manual',
    });
    const location = response.headers.get('location');
    if (!location) throw new Error(`No redirect, but ${response.status}: ${await response.text()}`);
    const address = new URL(location);
    if (address.origin + address.pathname !== REDIRECT_URI) throw new Error(`Sent to ${location}`);
    return address.searchParams;
  }

  /** The code that comes of consent. */
  async allow(account: string, parameters: Record<string, string>, scopes: string[] = []): Promise<string> {
    const ticked = scopes.map((scope): [string, string] => ['scope', scope]);
    const decision: [string, string][] = [['decision', 'allow'], ['account', account], ...ticked];
    return (await this.decide(parameters, decision)).get('code') ?? '';
  }

  private address(parameters: Record<string, string>): string {
    const address = new URL(this.authorizePath, this.sandbox.url);
    const all = {
      client_id: CLIENT.client_id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      ...parameters,
    };
    address.search = new URLSearchParams(all).toString();
    return address.href;
  }
}

/** A JSON answer, for specs that look at it field by field. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Posts a form. */
export async function post(
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return answerOf(await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers }));
}

/** Posts JSON with a token. */
export async function postJson(url: string, token: string, body: object): Promise<Answer> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json; charset=utf-8' };
  return answerOf(await fetch(url, { method: 'POST', body: JSON.stringify(body), headers }));
}

/** Gets something with a token. */
export async function get(url: string, token = ''): Promise<Answer> {
  return answerOf(await fetch(url, { headers: { Authorization: `Bearer ${token}` } }));
}

/** What a person does on the sandbox's own page to take the access back. */
export async function takeAccessAway(sandbox: OAuthSandbox, account: string): Promise<void> {
  await fetch(`${sandbox.url}/accounts/${account}/revoke`, { method: 'POST', body: '' });
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as Answer['body']) : { text };
  return { status: response.status, body };
}
