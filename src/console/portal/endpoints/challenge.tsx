import { Card } from '../../frame/parts.js';

const RECEIVER = `import express from 'express';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET); // whsec_…

express()
  .post('/webhooks', express.raw({ type: 'application/json' }), (request, response) => {
    const event = webhook.verify(request.body, request.headers); // throws on a forgery
    if (event.type === 'hookline.ping') {
      response.send(event.data.challenge); // the address is yours
      return;
    }
    response.sendStatus(204); // within 10 seconds; do the work afterwards
  })
  .listen(8080);`;

/** How an address proves that it wants the events, with code that does. */
export function ChallengeExplained(): JSX.Element {
  return (
    <Card title="Prove that the address is yours">
      <p>
        As soon as an address is entered, it gets a ping: an event of the type <code>hookline.ping</code>{' '}
        whose data has a <code>challenge</code>. Answer with a status of 200 to 299 and the challenge as the
        body, and events follow. Until then, nothing else is sent there.
      </p>
      <p>
        The first ping is sent before your receiver can know its secret, and may well fail: give it the
        secret, start it, and press <strong>Send a ping</strong>. In Node, it is:
      </p>
      <pre tabindex="0">{RECEIVER}</pre>
      <p class="soft">
        The <code>standardwebhooks</code> library exists for many languages. The <code>webhook-id</code> is
        the same whenever an event is sent again: by it you know what you have seen.
      </p>
    </Card>
  );
}
