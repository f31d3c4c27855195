import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { v5 as uuidv5 } from 'uuid';
import { BadCredential } from '../api-access/bad-credential.js';
import type { ApiCaller } from '../api-access/caller.js';
import { SCOPES } from '../api-access/scopes.js';
import { accessTokensConfig, type AccessTokensConfig, type TrustedIssuer } from './access-tokens.config.js';
import { IssuerKeys } from './issuer-keys.js';

/** Signatures by a private key alone: what is checked by a shared secret, whoever checks it could have made. */
const ALGORITHMS = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');

/**
 * What access tokens call themselves: RFC 9068's name, and `JWT` or nothing, as many issuers have it. Other kinds of
 * signed messages of the same issuer (`logout+jwt`, `secevent+jwt`) are not credentials.
 */
const TYPES = new Set([undefined, 'jwt', 'at+jwt', 'application/at+jwt']);

/** How far the issuer's clock and ours may be apart, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 10;

/** The namespace of callers' ids; any constant UUID would do (RFC 9562, 5.5). */
const CALLER_NAMESPACE = '0b8f5f0e-2a0c-4d3c-9a53-6f1f1d9f6a57';

/** The longest subject that is shown, in characters. */
const MAX_NAME_LENGTH = 200;

/** Verifies access tokens that `JWT_ISSUER` signed for `JWT_AUDIENCE`. @see https://www.rfc-editor.org/rfc/rfc9068 */
@Injectable()
export class AccessTokens {
  private readonly keys: IssuerKeys | undefined;

  constructor(@Inject(accessTokensConfig.token) private readonly config: AccessTokensConfig) {
    this.keys = config.trusted && new IssuerKeys(config.trusted);
  }

  /**
   * The subject of a token, and those of its scopes that are ours.
   * @throws BadCredential when it is not good; why, in a sentence
   * @throws ProviderUnavailableError when the issuer's keys cannot be had
   */
  async verify(token: string): Promise<ApiCaller> {
    const { trusted } = this.config;
    if (!trusted || !this.keys) {
      throw bad('Access tokens are not accepted here: JWT_ISSUER is not set. Send an API key.');
    }
    const payload = await this.payloadOf(token, trusted, this.keys);
    const subject = payload.sub ?? '';
    return {
      kind: 'access_token',
      id: uuidv5(`${trusted.issuer}\n${subject}`, CALLER_NAMESPACE),
      name: subject.slice(0, MAX_NAME_LENGTH),
      scopes: ourScopes(payload[this.config.scopeClaim]),
    };
  }

  private async payloadOf(
    token: string,
    { issuer, audience }: TrustedIssuer,
    keys: IssuerKeys,
  ): Promise<JWTPayload> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.get, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      if (!TYPES.has(protectedHeader.typ?.toLowerCase()))
        throw bad('This is not an access token: its typ says so.');
      if (!payload.sub) throw bad('This access token has no subject (sub).');
      // Who holds it has to prove more than that they hold it (RFC 7800), and nobody here would check the proof.
      if (payload['cnf'] !== undefined)
        throw bad('This access token is bound to a key (cnf); only plain ones are accepted.');
      return payload;
    } catch (error) {
      throw error instanceof errors.JOSEError ? bad(reasonOf(error), error) : error;
    }
  }
}

/** Scopes come as words in one text or as a list; those of other services mean nothing here. */
function ourScopes(claim: unknown): string[] {
  const given: unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return SCOPES.filter((scope) => given.includes(scope));
}

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired)
    return 'This access token has expired. Get another from its issuer.';
  if (error instanceof errors.JWTClaimValidationFailed) return claimReason(error.claim);
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return 'This access token is signed in a way that is not accepted: by a private key only (RS, PS, ES, EdDSA).';
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return 'This access token is signed with a key that its issuer does not publish.';
  }
  return 'This access token cannot be read, or its signature is wrong.';
}

function claimReason(claim: string): string {
  if (claim === 'iss') return 'This access token is of another issuer than JWT_ISSUER.';
  if (claim === 'aud') return 'This access token is for another service: its aud is not JWT_AUDIENCE.';
  if (claim === 'nbf') return 'This access token does not hold yet (nbf). Compare the clocks.';
  return `This access token has no ${claim}, or one that cannot be.`;
}

function bad(message: string, cause?: unknown): BadCredential {
  return new BadCredential('bad_access_token', message, { cause });
}
