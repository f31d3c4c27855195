import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { alphanumerics } from '../alphanumerics.js';
import { bearerToken, readFields } from '../server.js';
import { type Answer, PayPalApiError } from './errors.js';
import { newDebugId } from './ids.js';
import type { State } from './state.js';

/** The one app that the sandbox knows. */
export interface Client {
  clientId: string;
  clientSecret: string;
  /** In milliseconds. */
  accessTokenLifetimeMs: number;
}

const SCOPE = [
  'https://uri.paypal.com/services/payments/payment/authcapture',
  'https://uri.paypal.com/services/payments/refund',
  'https://uri.paypal.com/services/applications/webhooks',
].join(' ');

/** `POST /v1/oauth2/token`. @see https://developer.paypal.com/api/rest/authentication/ */
export function issueToken(state: State, client: Client, request: FastifyRequest): Answer {
  if (!isClient(request, client)) {
    return refusal(401, 'invalid_client', 'Client Authentication failed');
  }
  if (readFields(request)['grant_type'] !== 'client_credentials') {
    return refusal(400, 'unsupported_grant_type', 'Grant Type is NULL or not supported');
  }
  const token = `A21AA${alphanumerics(92)}`;
  const issuedAt = Date.now();
  const { accessTokenLifetimeMs: lifetimeMs } = client;
  state.transaction(() =>
    state.put('token', {
      id: token,
      created: Math.floor(issuedAt / 1000),
      expiresAt: issuedAt + lifetimeMs,
    }),
  );
  const body = {
    scope: SCOPE,
    access_token: token,
    token_type: 'Bearer',
    app_id: 'APP-80W284485P519543T',
    expires_in: Math.floor(lifetimeMs / 1000),
    nonce: `${new Date(issuedAt).toISOString()}${alphanumerics(43)}`,
  };
  return { status: 200, body };
}

/** Why a call of the API may not go on; `undefined` when it may. */
export function refuseCaller(state: State, request: FastifyRequest): Answer | undefined {
  const token = bearerToken(request);
  if (token === undefined) {
    return new PayPalApiError('AUTHENTICATION_FAILURE').toAnswer('orders/v2', newDebugId());
  }
  const known = state.table('token').get(token);
  if (!known) return refusal(401, 'invalid_token', 'Token signature verification failed');
  if (known.expiresAt <= Date.now()) return refusal(401, 'invalid_token', 'The token has expired');
  return undefined;
}

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}

function isClient(request: FastifyRequest, { clientId, clientSecret }: Client): boolean {
  const [, given = ''] = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const expected = Buffer.from(`${clientId}:${clientSecret}`);
  const actual = Buffer.from(given, 'base64');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
