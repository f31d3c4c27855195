import { randomUUID } from 'node:crypto';
import { importPKCS8, type JWTPayload, SignJWT } from 'jose';
import { z } from 'zod';
import type { OAuthSandboxOptions } from '../oauth/oauth-sandbox.js';
import { Browser, CLIENT, post, REDIRECT_URI } from '../oauth/spec-support.js';
import { closing } from '../spec-support.js';
import { type GoogleSandbox, startGoogleSandbox } from './google-sandbox.js';

export { closeAll } from '../spec-support.js';

export const ADA = '104857600000000000001';
export const GRACE = '104857600000000000002';
export const TEAM = 'team@sandbox.example';

const CALENDAR = 'https://www.googleapis.com/auth/calendar';

/** An answer of the API. */
export interface ApiAnswer {
  status: number;
  /** Empty where there is none. */
  body: Record<string, unknown>;
}

/** Calls the API below `/calendar/v3`; `body` is sent as JSON. */
export type Api = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<ApiAnswer>;

/** A sandbox and its service account, over a real socket. */
export interface Bench {
  sandbox: GoogleSandbox;
  api: Api;
}

/** Starts a sandbox on a free port; {@link closeAll} stops it. */
export async function startBench(options: Partial<OAuthSandboxOptions> = {}): Promise<Bench> {
  const sandbox = closing(await startGoogleSandbox({ port: 0, ...options }));
  return { sandbox, api: callsOf(sandbox, await selfSigned(sandbox)) };
}

/** Calls of the API with a token. */
export function callsOf(sandbox: GoogleSandbox, token: string): Api {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${sandbox.url}/calendar/v3${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : fields.parse(JSON.parse(text)) };
  };
}

const fields = z.record(z.string(), z.unknown());

/** Calls of the API by a person who has connected. */
export async function connect(sandbox: GoogleSandbox, person: string, scope = CALENDAR): Promise<Api> {
  const browser = new Browser(sandbox, '/o/oauth2/v2/auth');
  const code = await browser.allow(person, { scope }, scope.split(' '));
  const form = { ...CLIENT, grant_type: 'authorization_code', redirect_uri: REDIRECT_URI, code };
  const { body } = await post(`${sandbox.url}/token`, form);
  return callsOf(sandbox, String(body['access_token']));
}

const keyFile = z.object({ client_email: z.string(), private_key: z.string(), private_key_id: z.string() });

/** A token that the service account of the environment signs itself. Claims that are `undefined` are left out. */
export async function selfSigned(
  { environment }: Pick<GoogleSandbox, 'environment'>,
  claims: JWTPayload = {},
): Promise<string> {
  const file = keyFile.parse(JSON.parse(environment['GOOGLE_SERVICE_ACCOUNT'] ?? ''));
  const iat = Math.floor(Date.now() / 1000);
  const { client_email: email, private_key_id: kid, private_key: key } = file;
  return new SignJWT({ iss: email, sub: email, iat, exp: iat + 3600, scope: CALENDAR, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .sign(await importPKCS8(key, 'RS256'));
}

/** What an event needs: an hour of a morning in London. */
export function anEvent(wishes: object = {}): object {
  return {
    summary: 'Tea',
    start: { dateTime: '2026-12-01T10:00:00Z', timeZone: 'Europe/London' },
    end: { dateTime: '2026-12-01T11:00:00Z', timeZone: 'Europe/London' },
    ...wishes,
  };
}

/** The reason that an error gives. */
export function reasonOf({ body }: ApiAnswer): string | undefined {
  return failure.safeParse(body).data?.error.errors[0]?.reason;
}

const failure = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })) }) });

/** One field of all items of a list. */
export function each({ body }: ApiAnswer, field: string): unknown[] {
  return z
    .array(fields)
    .parse(body['items'])
    .map((item) => item[field]);
}

/** What a channel is opened with. */
export function aChannel(address: string, wishes: object = {}): { id: string } {
  const channel = { id: randomUUID(), type: 'web_hook', address, token: 'secret-of-mine' };
  return { ...channel, ...wishes };
}
