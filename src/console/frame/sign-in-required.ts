/** Nobody is signed in, or not any longer. */
export class SignInRequired extends Error {
  override readonly name = 'SignInRequired';

  constructor() {
    super('Sign in first.');
  }
}
