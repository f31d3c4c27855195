/** A token does not let anybody in: its time is over, or nobody here has signed it. */
export class PortalTokenRefused extends Error {
  override readonly name = 'PortalTokenRefused';

  constructor(readonly reason: 'expired' | 'unknown') {
    super(reason === 'expired' ? 'The time of this link is over.' : 'This link was not signed here.');
  }
}
