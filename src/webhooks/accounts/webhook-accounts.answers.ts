import { z } from 'zod';
import { count, like, pageOf, schemaNotes, time } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of webhook accounts answer. */

const account = z
  .object({
    provider: like('stripe'),
    connection_id: like('acct_42'),
    tenant: like('acme').nullable(),
    secret_count: count(1),
    created_at: time,
    updated_at: time,
  })
  .register(schemaNotes, { id: 'WebhookAccount' });

const name = { provider: 'stripe', connectionId: 'acct_42' };

export const webhookAccountRoutes = {
  list: {
    id: 'listWebhookAccounts',
    summary: 'List accounts with webhook secrets of their own',
    answers: { 200: { description: 'A page of accounts.', schema: pageOf(account) } },
  },
  get: {
    id: 'getWebhookAccount',
    summary: 'Get a webhook account',
    parameters: name,
    answers: { 200: { description: 'The account.', schema: account } },
  },
  set: {
    id: 'putWebhookAccount',
    summary: "Set the webhook secrets of a customer's account",
    description: 'Several are valid at once, so that they can be rotated. They go in, and never come out.',
    parameters: name,
    body: { secrets: ['whsec_of_the_account'], tenant: 'acme' },
    answers: { 200: { description: 'The account.', schema: account } },
  },
  remove: {
    id: 'deleteWebhookAccount',
    summary: 'Forget the webhook secrets of an account',
    parameters: name,
    answers: { 204: { description: 'They are forgotten.' } },
  },
} satisfies Record<string, RouteDescription>;
