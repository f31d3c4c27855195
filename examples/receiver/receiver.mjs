/**
 * The other side: what one of your customers writes to hear of events. It verifies them, prints them, and answers a ping
 * with its challenge. `FAIL=1` makes it answer 500 to everything, `PORT` (4000) is where it listens, and `WEBHOOK_SECRET`
 * its secret; without one it makes one in `.hookline/receiver-secret`.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const SECRET_FILE = '.hookline/receiver-secret';

const port = Number(process.env.PORT ?? 4000);
const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? ownSecret());
/** A receiver hears of an event at least once: what it has seen, it leaves aside. Yours keeps this in its database. */
const seen = new Set();

createServer(async (request, response) => {
  const answer = handle(await text(request), request.headers);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
})
  .on('error', (error) => {
    process.exitCode = 1;
    say(`${error.message}. Stop the other receiver, or choose another PORT.`);
  })
  .listen(port, '127.0.0.1', () => say(`Waiting for webhooks at http://localhost:${port}/`));

/** @param body as it came: parsed and written anew, it would be other bytes than those that are signed */
function handle(body, headers) {
  if (process.env.FAIL === '1') {
    say(`${headers['webhook-id']}: answered 500, as FAIL=1 says`);
    return { status: 500, body: { error: 'It fails on purpose.' } };
  }
  let event;
  try {
    event = webhook.verify(body, headers);
  } catch (error) {
    say(`Not believed: ${error.message}`);
    return { status: 401, body: { error: error.message } };
  }
  if (event.type === 'hookline.ping') {
    say(`${event.id}: verified, a ping`);
    return { status: 200, body: { challenge: event.data.challenge } };
  }
  const data = JSON.stringify(event.data) ?? 'without data'; // as an endpoint with thin payloads gets it
  say(`${event.id}: verified${seen.has(event.id) ? ', seen before' : ''}, ${event.type} ${data}`);
  seen.add(event.id);
  return { status: 200, body: {} };
}

function ownSecret() {
  if (!existsSync(SECRET_FILE)) {
    mkdirSync('.hookline', { recursive: true });
    writeFileSync(SECRET_FILE, `whsec_${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  }
  return readFileSync(SECRET_FILE, 'utf8').trim();
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
