import { isLoopback } from '../../platform/config/values.js';
import { PrivateAddressError, PrivateAddressGuard } from '../transport/private-addresses.js';

/** Which addresses out of data may be called. What they resolve to is looked at again at every connection. */
export class ReceiverUrls {
  private readonly guard: PrivateAddressGuard;

  /** @param allowPrivateNetworks hosts, addresses and CIDRs that may be called all the same */
  constructor(allowPrivateNetworks: readonly string[]) {
    this.guard = new PrivateAddressGuard(allowPrivateNetworks);
  }

  /**
   * What is wrong with an address, as the end of a sentence about it; `undefined` when it may be called. A name that
   * cannot be resolved now may be so later.
   */
  async issueOf(text: string): Promise<string | undefined> {
    const url = URL.parse(text);
    if (!url || url.hostname === '') return 'must be a whole URL: https://example.com/path';
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
      return 'must begin with https://';
    }
    if (url.username || url.password) return 'must not hold a user or a password';
    const inside = this.guard.refusalOf(url.hostname) ?? (await this.resolved(url.hostname));
    if (!inside) return undefined;
    // What our resolver knows of a name may be nobody else's business.
    const why = inside.hostname === inside.address ? inside.message : `${inside.hostname} is not at one`;
    return `must lead to a public address, but ${why}`;
  }

  private resolved(hostname: string): Promise<PrivateAddressError | undefined> {
    return new Promise((found) => {
      this.guard.lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }, (error) =>
        found(error instanceof PrivateAddressError ? error : undefined),
      );
    });
  }
}
