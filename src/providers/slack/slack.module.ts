import { Module } from '@nestjs/common';
import { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { SlackChannelTurns } from './messages/channel-turns.js';
import { SlackClient } from './slack.client.js';
import { SLACK_API, slackConfig } from './slack.config.js';
import { SlackConnect } from './slack.connect.js';
import { SlackDirectory } from './slack.directory.js';
import { SlackHealth } from './slack.health.js';
import { SlackNotifier } from './slack.notifier.js';
import { SlackOutcomes } from './slack.outcomes.js';
import { SlackPosting } from './messages/posting.js';
import { SlackRevocations } from './webhooks/revocations.js';
import { slackPolicy } from './slack.road.js';
import { SlackWebhooks } from './slack.webhooks.js';

/** Slack: connected workspaces, messages, channels and people, events, interactivity and slash commands. */
@Module({
  imports: [
    ConnectionsModule,
    OutboundModule.forFeature({
      provider: 'slack',
      baseUrl: SLACK_API,
      policy: {
        useFactory: (environment: Environment, authorizations: ConnectionAuthorizations) =>
          slackPolicy(slackConfig.read(environment), authorizations),
        inject: [ENVIRONMENT, ConnectionAuthorizations],
      },
    }),
  ],
  providers: [
    slackConfig.provider(),
    SlackConnect,
    SlackClient,
    SlackDirectory,
    SlackChannelTurns,
    SlackPosting,
    SlackNotifier,
    SlackOutcomes,
    SlackRevocations,
    SlackWebhooks,
    SlackHealth,
  ],
  exports: [SlackNotifier, SlackDirectory],
})
export class SlackModule {}
