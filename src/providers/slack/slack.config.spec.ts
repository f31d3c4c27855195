import { expect, it } from 'vitest';
import { slackConfig } from './slack.config.js';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';

it('reads several secrets, and needs none to start', () => {
  expect(slackConfig.read({})).toMatchObject({ client: undefined, signingSecrets: [] });
  expect(slackConfig.read({ SLACK_SIGNING_SECRETS: `${SECRET}, ${'a'.repeat(32)}` })).toMatchObject({
    signingSecrets: [SECRET, 'a'.repeat(32)],
  });
});

it.each(['xoxb-a-bot-token', SECRET.slice(1), `${SECRET},oops`])('refuses %s without showing it', (value) => {
  const read = () => slackConfig.read({ SLACK_SIGNING_SECRETS: value });
  expect(read).toThrow('SLACK_SIGNING_SECRETS');
  expect(read).not.toThrow(value);
});
