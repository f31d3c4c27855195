import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Connection } from '../../../contracts/connections.js';
import { WebhookAccounts } from '../../../webhooks/accounts/webhook-accounts.js';

const PROVIDER = 'google-calendar';

/** How many tokens are good at once: those of a channel and of the one that it replaces, and a few that got lost. */
const MOST = 4;

/** How the token begins that all channels share which are asked for one by one. */
const SHARED = 'watch-';

type Account = Pick<Connection, 'id' | 'tenant'>;

/** The tokens by which messages of a connection's channels are believed. */
@Injectable()
export class GoogleChannelTokens {
  constructor(private readonly accounts: WebhookAccounts) {}

  /** A new token is good beside the old ones, so that a channel and the one that replaces it can overlap. */
  async add({ id: connectionId, tenant }: Account, token: string): Promise<void> {
    const known = (await this.accounts.secretsOf(PROVIDER, connectionId)) ?? [];
    const secrets = [...new Set([token, ...known])].slice(0, MOST);
    await this.accounts.set(
      { provider: PROVIDER, connectionId },
      { secrets, ...(tenant !== undefined && { tenant }) },
    );
  }

  /** One token for however many channels a product asks for: there is no room for one each. */
  async shared(account: Account): Promise<string> {
    const known = (await this.accounts.secretsOf(PROVIDER, account.id)) ?? [];
    const token = known.find((one) => one.startsWith(SHARED)) ?? SHARED + randomBytes(32).toString('hex');
    await this.add(account, token);
    return token;
  }

  async remove({ id: connectionId, tenant }: Account, token: string): Promise<void> {
    const name = { provider: PROVIDER, connectionId };
    const known = (await this.accounts.secretsOf(PROVIDER, connectionId)) ?? [];
    const secrets = known.filter((one) => one !== token);
    if (secrets.length > 0) {
      await this.accounts.set(name, { secrets, ...(tenant !== undefined && { tenant }) });
    } else if (known.length > 0) await this.accounts.remove(name);
  }
}
