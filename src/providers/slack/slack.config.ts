import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';

const schema = z
  .object({
    SLACK_SIGNING_SECRETS: list().refine(
      (secrets) => secrets.every((secret) => /^[0-9A-Za-z]{32}$/.test(secret)),
      { error: 'must be signing secrets of Slack (32 letters and digits), separated by commas' },
    ),
  })
  .transform((env) => ({ signingSecrets: env.SLACK_SIGNING_SECRETS }));

export type SlackConfig = z.output<typeof schema>;

/** Slack's variables. */
export const slackConfig = defineConfig<SlackConfig>('slack', schema);
