import { Inject, Injectable } from '@nestjs/common';
import { ValidationError } from '../../contracts/errors.js';
import { ReceiverUrls } from '../../outbound/receivers/receiver-urls.js';
import { privateNetworksConfig } from '../../outbound/transport/private-networks.config.js';

/** Which addresses callbacks may go to. */
@Injectable()
export class CallbackUrls {
  private readonly urls: ReceiverUrls;

  constructor(@Inject(privateNetworksConfig.token) allowPrivateNetworks: readonly string[]) {
    this.urls = new ReceiverUrls(allowPrivateNetworks);
  }

  /** @throws ValidationError with what is wrong with it */
  async check(text: string): Promise<void> {
    const issue = await this.urls.issueOf(text);
    if (issue === undefined) return;
    throw new ValidationError(
      `No callback can be sent there: the callback URL ${issue}.`,
      { provider: 'external-api', operation: 'data.process' },
      [{ field: 'options.callback_url', issue }],
    );
  }
}
