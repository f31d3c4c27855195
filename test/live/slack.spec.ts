import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { SlackNotifier } from '../../src/providers/slack/slack.notifier.js';
import { describeLive } from './live.js';

const needs = [
  {
    variable: 'SLACK_BOT_TOKEN',
    is: 'the token of a bot (xoxb-…)',
    pattern: /^xoxb-/,
    never: 'xoxp-of-a-person',
  },
  {
    variable: 'LIVE_SLACK_CHANNEL',
    is: 'the id of a channel (C…) that is there for tests',
    pattern: /^[CG][A-Z0-9]{8,}$/,
    never: '#general',
  },
];

describeLive('slack', needs, (live) => {
  it('posts a message of its own, changes it, and deletes it', async () => {
    const slack = live.get(SlackNotifier);
    const text = `Hookline live test ${randomUUID()}`;
    const { messageId, to } = await slack.send({ to: live.variable('LIVE_SLACK_CHANNEL'), text });
    try {
      expect(to).toBe(live.variable('LIVE_SLACK_CHANNEL'));
      expect((await slack.update(messageId, { text: `${text}, changed` })).messageId).toBe(messageId);
    } finally {
      await slack.delete(messageId);
    }
    await expect(slack.delete(messageId)).resolves.toBeUndefined();
  });
});
