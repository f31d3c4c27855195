import { expect, it } from 'vitest';
import { SendGridNotifier } from '../../src/providers/sendgrid/sendgrid.notifier.js';
import { describeLive } from './live.js';

const needs = [
  { variable: 'SENDGRID_API_KEY', is: 'an API key that may send (SG.…)', pattern: /^SG\./ },
  { variable: 'SENDGRID_FROM', is: 'a verified sender', pattern: /@/ },
];

/** SendGrid's sandbox mode checks a message and sends nothing. */
const DRY = { dryRun: true };

describeLive('sendgrid', needs, (live) => {
  it('has a message checked, and sends nothing', async () => {
    const sent = await live
      .get(SendGridNotifier)
      .send({ to: 'nobody@example.com', subject: 'Live test', text: 'Hello', html: '<p>Hello</p>' }, DRY);
    expect(sent).toMatchObject({ provider: 'sendgrid', channel: 'email', to: 'nobody@example.com' });
  });
});
