import { Injectable } from '@nestjs/common';
import type { Connection } from '../../contracts/connections.js';
import { WebhookAccounts } from '../../webhooks/accounts/webhook-accounts.js';

const PROVIDER = 'google-calendar';

/** How many tokens are good at once: those of a channel and of the one that it replaces, and a few that got lost. */
const MOST = 4;

/** The tokens by which messages of a connection's channels are believed. */
@Injectable()
export class GoogleChannelTokens {
  constructor(private readonly accounts: WebhookAccounts) {}

  /** A new token is good beside the old ones, so that a channel and the one that replaces it can overlap. */
  async add({ id: connectionId, tenant }: Connection, token: string): Promise<void> {
    const known = (await this.accounts.secretsOf(PROVIDER, connectionId)) ?? [];
    const secrets = [token, ...known].slice(0, MOST);
    await this.accounts.set(
      { provider: PROVIDER, connectionId },
      { secrets, ...(tenant !== undefined && { tenant }) },
    );
  }

  async remove({ id: connectionId, tenant }: Connection, token: string): Promise<void> {
    const name = { provider: PROVIDER, connectionId };
    const known = (await this.accounts.secretsOf(PROVIDER, connectionId)) ?? [];
    const secrets = known.filter((one) => one !== token);
    if (secrets.length > 0) {
      await this.accounts.set(name, { secrets, ...(tenant !== undefined && { tenant }) });
    } else if (known.length > 0) await this.accounts.remove(name);
  }
}
