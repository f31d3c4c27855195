/** Why a credential lets nobody in, in a sentence that its owner can act on. Nothing of the credential is in it. */
export class BadCredential extends Error {
  override readonly name = 'BadCredential';

  constructor(
    readonly kind: 'bad_api_key' | 'bad_access_token',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
