import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { html } from '../../../platform/pages/html.js';
import { type Page, sendPage as sendSandboxPage } from '../../pages/page.js';
import { pathParameter, readFields, readQuery, seeOther } from '../../server.js';
import { approveOrder, canBeApproved, cancelAddress, returnAddress } from '../approval.js';
import type { World } from '../endpoint.js';
import { settleCapture } from '../payments.js';
import type { StoredOrder } from '../state.js';
import { approvedPage, approvePage, cancelledPage, closedOrderPage, FUNDINGS } from './approve-page.js';
import { indexPage } from './index-page.js';

const decision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('pay'), funding: z.enum(FUNDINGS) }),
  z.object({ decision: z.literal('cancel') }),
]);

const outcome = z.object({ outcome: z.enum(['clear', 'deny']) });

/** Serves the pages that people see: the start page, and where a payer approves an order. */
export function servePages(server: FastifyInstance, world: () => World): void {
  const { state } = world();

  server.get('/', (_request, reply) => sendPage(reply, indexPage(world())));

  server.get('/checkoutnow', (request, reply) => {
    const order = state.table('order').get(readQuery(request)['token'] ?? '');
    return sendPage(reply, order ? pageOf(order) : notFoundPage);
  });

  server.post('/checkoutnow', (request, reply) => {
    const order = state.table('order').get(readQuery(request)['token'] ?? '');
    const given = decision.safeParse(readFields(request));
    if (!order || !canBeApproved(order) || !given.success) {
      return sendPage(reply, order ? pageOf(order) : notFoundPage);
    }
    if (given.data.decision === 'cancel') return goOn(reply, cancelAddress(order), cancelledPage);
    const { funding } = given.data;
    state.transaction(() => approveOrder(world(), order, funding));
    return goOn(reply, returnAddress(order), approvedPage);
  });

  server.post('/captures/:id', (request, reply) => {
    const stored = state.table('capture').get(pathParameter(request, 'id'));
    const given = outcome.safeParse(readFields(request));
    if (stored?.capture.status !== 'PENDING' || !given.success) return sendPage(reply, notFoundPage);
    state.transaction(() => settleCapture(world(), stored, given.data.outcome));
    return seeOther(reply, '/');
  });

  server.setNotFoundHandler((_request, reply) => sendPage(reply, notFoundPage));
}

function pageOf(order: StoredOrder): Page {
  return canBeApproved(order) ? approvePage(order) : closedOrderPage(order);
}

/** Back to the shop, or a last word where the order names no way back. */
function goOn(reply: FastifyReply, address: string | undefined, lastWord: Page): Promise<void> {
  return address === undefined ? sendPage(reply, lastWord) : seeOther(reply, address);
}

function sendPage(reply: FastifyReply, page: Page): Promise<void> {
  return sendSandboxPage(reply, { name: 'PayPal', note: 'No real money moves.' }, page);
}

const notFoundPage: Page = {
  title: 'Not found',
  narrow: true,
  status: 404,
  body: html`<h1>Nothing is here</h1>
    <p>There is no order of this id in the sandbox. It may have been started afresh.</p>
    <p><a href="/">To the sandbox’s start page</a></p>`,
};
