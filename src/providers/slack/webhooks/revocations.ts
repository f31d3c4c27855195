import { Injectable } from '@nestjs/common';
import { Connections } from '../../../connections/accounts/connections.service.js';
import { Disconnecting } from '../../../connections/accounts/disconnecting.js';
import type { Connection } from '../../../contracts/connections.js';
import { OnWebhook, type WebhookContext } from '../../../webhooks/handlers/on-webhook.js';

const PAGE_SIZE = 100;

type Revoked = 'app_uninstalled' | 'tokens_revoked';

/**
 * Marks the connections of workspaces that have removed the app. An account with a signing secret of its own may write into
 * its webhooks what it likes: it is believed about its own connection, and about nobody else's.
 */
@Injectable()
export class SlackRevocations {
  constructor(
    private readonly connections: Connections,
    private readonly disconnecting: Disconnecting,
  ) {}

  /** @see https://docs.slack.dev/reference/events/app_uninstalled */
  @OnWebhook('slack', 'app_uninstalled', { optional: true })
  async onUninstalled({ event }: WebhookContext<'slack', 'app_uninstalled'>): Promise<void> {
    await this.revoke(event, 'The workspace has removed the app.');
  }

  /** Tokens of people end without any harm to a connection, whose token is the bot's. */
  @OnWebhook('slack', 'tokens_revoked', { optional: true })
  async onTokensRevoked({ event }: WebhookContext<'slack', 'tokens_revoked'>): Promise<void> {
    if (!event.payload.event.tokens.bot?.length) return;
    await this.revoke(event, 'The workspace has revoked the app’s token.');
  }

  private async revoke(event: WebhookContext<'slack', Revoked>['event'], reason: string): Promise<void> {
    const { team_id, enterprise_id, api_app_id, authorizations } = event.payload;
    const isOfOrganisation = authorizations?.some((each) => each.is_enterprise_install) ?? false;
    const account = isOfOrganisation ? enterprise_id : team_id;
    for await (const connection of this.connected()) {
      if (event.connectionId !== undefined && connection.id !== event.connectionId) continue;
      if (connection.account.id !== account) continue;
      if ((connection.account.details.app_id ?? api_app_id) !== api_app_id) continue;
      if (wasConnectedSince(connection, event.occurredAt)) continue;
      await this.disconnecting.markRevoked(connection.id, reason);
    }
  }

  private async *connected(): AsyncIterable<Connection> {
    for (let after: string | undefined; ;) {
      const page: Connection[] = await this.connections.list(
        { provider: 'slack', status: 'connected' },
        PAGE_SIZE,
        after,
      );
      yield* page;
      after = page.at(-1)?.id;
      if (page.length < PAGE_SIZE) return;
    }
  }
}

/** What was connected again is not what was removed before that. Slack tells whole seconds. */
function wasConnectedSince({ connectedAt }: Connection, removedAt: Date | undefined): boolean {
  return removedAt !== undefined && connectedAt.getTime() >= removedAt.getTime() + 1_000;
}
