import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiParts } from '../api.js';
import { sessionOf } from '../checkout-session.js';
import type { Call } from '../endpoint.js';
import { parseForm } from '../form.js';
import { authenticationPage, nothingToAuthenticatePage } from './authentication-page.js';
import { checkoutPage, closedSessionPage, OFFERED_CARDS } from './checkout-page.js';
import { eventPage, notFoundPage, paymentPage } from './detail-page.js';
import { indexPage } from './index-page.js';
import { type Page, sendPage, type StandIn } from '../../pages/page.js';
import { seeOther } from '../../server.js';
import { decide, pay } from './pay.js';

const target = z.object({ id: z.string() });
const payment = z.object({ card: z.enum(OFFERED_CARDS), email: z.email() });
const decision = z.object({ decision: z.enum(['authenticate', 'fail']) });

const STRIPE: StandIn = { name: 'Stripe', note: 'No real money moves.' };

const NO_SESSION = 'There is no checkout session of this id in the sandbox. It may have been started afresh.';
const NO_PAYMENT = 'There is no payment of this id in the sandbox. It may have been started afresh.';

/** Serves the pages that people see: the start page, the checkout, and the bank. */
export function servePages(server: FastifyInstance, parts: ApiParts): void {
  const { state } = parts;

  server.get('/', (_request, reply) => sendPage(reply, STRIPE, indexPage(parts)));

  server.get('/payments/:id', (request, reply) => {
    const { id } = target.parse(request.params);
    return sendPage(reply, STRIPE, paymentPage(state, id) ?? notFoundPage(NO_PAYMENT));
  });

  server.get('/events/:id', (request, reply) => {
    const { id } = target.parse(request.params);
    return sendPage(
      reply,
      STRIPE,
      eventPage(state, id) ?? notFoundPage('There is no event of this id in the sandbox.'),
    );
  });

  server.get('/c/pay/:id', (request, reply) =>
    sendPage(reply, STRIPE, sessionPage(target.parse(request.params).id)),
  );

  server.post('/c/pay/:id', async (request, reply) => {
    const { id } = target.parse(request.params);
    const stored = state.table('checkout_session').get(id);
    if (stored?.session.status !== 'open') return sendPage(reply, STRIPE, sessionPage(id));
    const given = payment.safeParse(readBody(request.body));
    if (!given.success) {
      return sendPage(reply, STRIPE, {
        ...checkoutPage(stored, 'Give an e-mail address and a card.'),
        status: 400,
      });
    }
    const { card, email } = given.data;
    const result = state.transaction(() => pay(visitorCall(parts), stored, card, email));
    if ('goTo' in result) return seeOther(reply, result.goTo);
    return sendPage(reply, STRIPE, { ...checkoutPage({ ...stored, email }, result.error), status: 402 });
  });

  server.get('/3d-secure/:id', (request, reply) =>
    sendPage(reply, STRIPE, bankPage(target.parse(request.params).id)),
  );

  server.post('/3d-secure/:id', async (request, reply) => {
    const { id } = target.parse(request.params);
    const intent = state.table('payment_intent').get(id);
    const given = decision.safeParse(readBody(request.body));
    if (intent?.status !== 'requires_action' || !given.success) return sendPage(reply, STRIPE, bankPage(id));
    const authenticates = given.data.decision === 'authenticate';
    return seeOther(
      reply,
      state.transaction(() => decide(visitorCall(parts), intent, authenticates)),
    );
  });

  server.setNotFoundHandler((_request, reply) =>
    sendPage(reply, STRIPE, notFoundPage('Nothing is at this address.')),
  );

  function sessionPage(id: string): Page {
    const stored = state.table('checkout_session').get(id);
    if (!stored) return notFoundPage(NO_SESSION);
    if (stored.session.status !== 'open') return closedSessionPage(stored.session);
    const intent = state.table('payment_intent').get(stored.session.payment_intent ?? '');
    return checkoutPage(stored, intent?.last_payment_error?.message);
  }

  function bankPage(id: string): Page {
    const intent = state.table('payment_intent').get(id);
    if (!intent) return notFoundPage(NO_PAYMENT);
    if (intent.status !== 'requires_action') return nothingToAuthenticatePage(intent);
    const session = sessionOf(visitorCall(parts), id)?.session;
    return authenticationPage(intent, [
      intent.next_action?.redirect_to_url?.return_url ?? null,
      session?.success_url ?? null,
    ]);
  }
}

function readBody(body: unknown): unknown {
  return typeof body === 'string' ? parseForm(body) : {};
}

/** What a customer does on a page is nobody's API request. */
function visitorCall(parts: ApiParts): Call {
  return {
    state: parts.state,
    baseUrl: parts.baseUrl(),
    request: { id: null, idempotency_key: null },
    sendsWebhooks: parts.sendsWebhooks,
  };
}
