import type { FastifyRequest } from 'fastify';
import { type Fields, readFields } from '../server.js';
import type { AuthorizationServer, Issued } from './authorization-server.js';
import { TokenRefusal } from './refusals.js';

/** A request to a token endpoint: text by name, and who asks. */
export interface TokenRequest {
  readonly grantType: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  text(name: string): string;
}

/** Reads a form, and the client from the header or the form, wherever it is (RFC 6749, 2.3.1). */
export function readTokenRequest(request: FastifyRequest): TokenRequest {
  const fields = readFields(request);
  const [id, secret] = basicCredentials(request) ?? [
    text(fields, 'client_id'),
    text(fields, 'client_secret'),
  ];
  return {
    grantType: text(fields, 'grant_type') || undefined,
    clientId: id,
    clientSecret: secret,
    text: (name) => text(fields, name),
  };
}

/**
 * Authenticates the app and does what it asks for, by a code or a refresh token.
 * @throws TokenRefusal when the app, the code or the token is not good, or another grant type is asked for
 */
export function giveToken(server: AuthorizationServer, request: TokenRequest): Issued {
  server.authenticate(request.clientId, request.clientSecret);
  switch (request.grantType) {
    case 'authorization_code': {
      const [code, redirectUri] = [request.text('code'), request.text('redirect_uri')];
      return server.exchange({ code, redirectUri, verifier: request.text('code_verifier') || undefined });
    }
    case 'refresh_token':
      return server.refresh(request.text('refresh_token'));
    default:
      throw new TokenRefusal('unsupported_grant_type');
  }
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function basicCredentials(request: FastifyRequest): [id: string, secret: string] | undefined {
  const [, encoded] = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  const parts = new URLSearchParams(`id=${id}&secret=${secret}`);
  return [parts.get('id') ?? '', parts.get('secret') ?? ''];
}
