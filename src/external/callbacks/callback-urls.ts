import { Inject, Injectable } from '@nestjs/common';
import { ValidationError } from '../../contracts/errors.js';
import { isLoopback } from '../../platform/config/values.js';
import { PrivateAddressError, PrivateAddressGuard } from '../../outbound/transport/private-addresses.js';
import { privateNetworksConfig } from '../../outbound/transport/private-networks.config.js';

/** Which addresses callbacks may go to. What they resolve to is looked at again when one is sent. */
@Injectable()
export class CallbackUrls {
  private readonly guard: PrivateAddressGuard;

  constructor(@Inject(privateNetworksConfig.token) allowPrivateNetworks: readonly string[]) {
    this.guard = new PrivateAddressGuard(allowPrivateNetworks);
  }

  /** @throws ValidationError with what is wrong with it; a name that cannot be resolved now may be so later */
  async check(text: string): Promise<void> {
    const url = URL.parse(text);
    if (!url || url.hostname === '') throw refused('must be a whole URL: https://example.com/callback');
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
      throw refused('must begin with https://');
    }
    if (url.username || url.password) throw refused('must not hold a user or a password');
    const inside = this.guard.refusalOf(url.hostname) ?? (await this.resolved(url.hostname));
    if (inside) throw refused(`must lead to a public address, but ${inside.message}`);
  }

  private resolved(hostname: string): Promise<PrivateAddressError | undefined> {
    return new Promise((found) => {
      this.guard.lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }, (error) =>
        found(error instanceof PrivateAddressError ? error : undefined),
      );
    });
  }
}

function refused(issue: string): ValidationError {
  return new ValidationError(
    `No callback can be sent there: the callback URL ${issue}.`,
    { provider: 'external-api', operation: 'data.process' },
    [{ field: 'options.callback_url', issue }],
  );
}
