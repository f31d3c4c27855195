import { Module } from '@nestjs/common';
import { slackConfig } from './slack.config.js';
import { SlackWebhooks } from './slack.webhooks.js';

/** Slack: events, interactivity and slash commands. */
@Module({ providers: [slackConfig.provider(), SlackWebhooks] })
export class SlackModule {}
