import { Module } from '@nestjs/common';
import { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { SlackClient } from './slack.client.js';
import { SLACK_API, slackConfig } from './slack.config.js';
import { SlackConnect } from './slack.connect.js';
import { SlackNotifier } from './slack.notifier.js';
import { slackPolicy } from './slack.road.js';
import { SlackWebhooks } from './slack.webhooks.js';

/** Slack: connected workspaces, messages, events, interactivity and slash commands. */
@Module({
  imports: [
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
  providers: [slackConfig.provider(), SlackConnect, SlackClient, SlackNotifier, SlackWebhooks],
})
export class SlackModule {}
