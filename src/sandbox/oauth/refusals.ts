/** Why the token endpoint gives out nothing. Each provider has words of its own for each. */
export type TokenRefusalReason =
  | 'unknown_client'
  | 'wrong_secret'
  | 'unsupported_grant_type'
  | 'unknown_code'
  | 'used_code'
  | 'expired_code'
  | 'other_redirect_uri'
  | 'wrong_verifier'
  | 'unknown_refresh_token';

/** The token endpoint gives out nothing. */
export class TokenRefusal extends Error {
  constructor(readonly reason: TokenRefusalReason) {
    super(`No token: ${reason}`);
  }
}

/** A provider's answers for each reason. */
export type RefusalTable<Answer> = Readonly<Record<TokenRefusalReason, Answer>>;

/**
 * An authorization request that is shown to the person as an error, and leads nowhere: where it came from is not
 * certain (RFC 6749, 4.1.2.1), or its maker should see at once what is wrong with it.
 */
export class AuthorizationRefusal extends Error {}
