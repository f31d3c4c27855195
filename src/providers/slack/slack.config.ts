import { z } from 'zod';
import { oauthClient } from '../../connections/providers/oauth-client.config.js';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

/** Slack's Web API. */
export const SLACK_API = 'https://slack.com/api';

const schema = z
  .object({
    SLACK_BOT_TOKEN: z
      .string()
      .regex(/^xox[\w.-]{8,}$/, { error: 'must be a bot token of Slack (xoxb-…)' })
      .optional(),
    SLACK_CLIENT_ID: z.string().optional(),
    SLACK_CLIENT_SECRET: z.string().optional(),
    SLACK_API_BASE_URL: baseUrl().default(SLACK_API),
    SLACK_SIGNING_SECRETS: list().refine(
      (secrets) => secrets.every((secret) => /^[0-9A-Za-z]{32}$/.test(secret)),
      { error: 'must be signing secrets of Slack (32 letters and digits), separated by commas' },
    ),
  })
  .transform((env, context) => ({
    botToken: env.SLACK_BOT_TOKEN,
    client: oauthClient(
      ['SLACK_CLIENT_ID', env.SLACK_CLIENT_ID],
      ['SLACK_CLIENT_SECRET', env.SLACK_CLIENT_SECRET],
      context,
    ),
    baseUrl: env.SLACK_API_BASE_URL,
    signingSecrets: env.SLACK_SIGNING_SECRETS,
  }));

export type SlackConfig = z.output<typeof schema>;

/** Slack's variables. */
export const slackConfig = defineConfig<SlackConfig>('slack', schema);
