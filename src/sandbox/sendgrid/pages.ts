import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from '../../platform/pages/html.js';
import { type Page, sendPage } from '../pages/page.js';
import { pathParameter, seeOther } from '../server.js';
import type { State } from '../state.js';
import { recordEvent } from './events.js';
import { inboxPage } from './inbox-page.js';
import { ACTS, mailPage, markupOf } from './mail-page.js';
import { mailOf } from './mail.js';
import type { Envelope, SendGridRows } from './rows.js';
import { suppress } from './suppressions.js';

const STAND_IN = { name: 'SendGrid', note: 'Nobody else reads these messages.' };

/** What a stranger's HTML may do: be seen. No script, no form, nothing from elsewhere, and no origin of its own. */
const MAIL_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

const LISTS_BY_ACT = { open: undefined, spamreport: 'spam_reports', unsubscribe: 'unsubscribes' } as const;

/** Serves the inbox, and a page for each message. */
export function servePages(
  server: FastifyInstance,
  state: State<SendGridRows>,
  { baseUrl, sendsWebhooks }: { baseUrl: () => string; sendsWebhooks: boolean },
): void {
  server.get('/', (_request, reply) => sendPage(reply, STAND_IN, inboxPage(state, baseUrl(), sendsWebhooks)));

  // The shared page allows no frames; this one frames the message, which the sandbox serves itself.
  const framing = async (_request: unknown, reply: FastifyReply, payload: unknown) => {
    const policy = String(reply.getHeader('content-security-policy'));
    reply.header('content-security-policy', `${policy}; frame-src 'self'`);
    return payload;
  };
  server.get('/mails/:id', { onSend: framing }, (request, reply) => {
    const envelope = find(pathParameter(request, 'id'));
    return sendPage(reply, STAND_IN, envelope ? mailPage(state, envelope) : NOT_FOUND);
  });

  server.get('/mails/:id/html', async (request, reply) => {
    const envelope = find(pathParameter(request, 'id'));
    if (!envelope) return sendPage(reply, STAND_IN, NOT_FOUND);
    await reply
      .headers({
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': MAIL_POLICY,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
      })
      .send(markupOf(mailOf(state, envelope)));
  });

  for (const [act] of ACTS) {
    server.post(`/mails/:id/${act}`, async (request, reply) => {
      const envelope = find(pathParameter(request, 'id'));
      if (!envelope) return sendPage(reply, STAND_IN, NOT_FOUND);
      state.transaction(() => happen(envelope, act));
      return seeOther(reply, `/mails/${encodeURIComponent(envelope.id)}`);
    });
  }

  function find(id: string): Envelope | undefined {
    return state.table('envelope').get(id);
  }

  function happen(envelope: Envelope, act: keyof typeof LISTS_BY_ACT): void {
    const sending = state.table('sending').get(envelope.sending);
    const [recipient] = envelope.to;
    if (!sending || !recipient) return;
    const { email } = recipient;
    recordEvent(state, { sending, envelope, email, event: act });
    const list = LISTS_BY_ACT[act];
    if (list) suppress(state, list, email, 'By the button in the sandbox');
  }
}

const NOT_FOUND: Page = {
  title: 'Not found',
  status: 404,
  narrow: true,
  body: html`<h1>Not found</h1>
    <p>There is no such message.</p>
    <p><a href="/">All messages</a></p>`,
};
