import { z } from 'zod';
import {
  ConnectionStatus,
  CredentialKind,
  SubscriptionStatus,
} from '../../platform/database/generated/enums.js';
import { count, like, pageOf, rarely, schemaNotes, time, uuid } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';
import { HEALTH_STATES } from '../health/health-state.js';

/** What the routes of connections answer. */

const scopes = z.array(like('crm.objects.contacts.read'));

const connectionFields = {
  id: uuid,
  provider: like('hubspot'),
  tenant: like('acme', "The product's customer; null for the product's own account.").nullable(),
  status: z.enum(ConnectionStatus).register(schemaNotes, { id: 'ConnectionStatus' }),
  kind: z.enum(CredentialKind),
  account: z.object({
    id: like('44512345'),
    label: like('Acme Inc.'),
    details: z
      .record(z.string(), z.unknown())
      .register(schemaNotes, { description: 'What the provider says of the account.', examples: [{}] }),
  }),
  scopes,
  health: z.object({
    state: z.enum(HEALTH_STATES),
    message: like('It works.', "Fit to be shown to the product's customer."),
    mend_url: rarely(z.string()),
    scopes: z.object({ granted: scopes, needed: scopes, missing: z.array(z.string()) }),
  }),
  created_at: time,
  connected_at: time,
  disconnected_at: rarely(time),
  expires_at: rarely(time),
  refreshed_at: rarely(time),
  refresh_at: rarely(time),
  refresh_failures: count(),
  last_used_at: time.nullable(),
  last_error: rarely(z.object({ message: z.string(), at: time })),
};

const connection = z.object(connectionFields).register(schemaNotes, { id: 'Connection' });

const disconnected = z
  .object({
    ...connectionFields,
    revoked: z.boolean().register(schemaNotes, {
      description: 'Whether the provider has taken the access back, too.',
      examples: [true],
    }),
  })
  .register(schemaNotes, { id: 'DisconnectedConnection' });

const subscription = z
  .object({
    kind: like('google-calendar.events'),
    resource: like('primary'),
    status: z.enum(SubscriptionStatus),
    expires_at: time.nullable(),
    renewed_at: time.nullable(),
    due_at: time,
    last_error: rarely(z.string()),
  })
  .register(schemaNotes, { id: 'Subscription' });

const id = { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' };

export const connectionRoutes = {
  list: {
    id: 'listConnections',
    summary: 'List connected accounts',
    answers: { 200: { description: 'A page of connections.', schema: pageOf(connection) } },
  },
  connect: {
    id: 'createConnection',
    summary: 'Connect an account by its credentials',
    description:
      'For accounts that have a key or a password. Those whose owner consents in a browser come by `POST /v1/connect-links`.',
    body: {
      provider: 'sendgrid',
      tenant: 'acme',
      credentials: { api_key: 'SG.id-of-the-key.the-key-itself' },
    },
    answers: { 201: { description: 'The connection.', schema: connection } },
    callsProvider: true,
    errors: ['NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE'],
  },
  get: {
    id: 'getConnection',
    summary: 'Get a connection',
    parameters: id,
    answers: { 200: { description: 'The connection.', schema: connection } },
  },
  disconnect: {
    id: 'deleteConnection',
    summary: 'Disconnect an account',
    description: 'Its credentials are taken back at the provider, where it has a way to, and forgotten here.',
    parameters: id,
    answers: { 200: { description: 'The connection, as it ended.', schema: disconnected } },
  },
  refresh: {
    id: 'refreshConnection',
    summary: 'Refresh the access of a connection now',
    parameters: id,
    answers: { 200: { description: 'The connection.', schema: connection } },
    callsProvider: true,
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  listSubscriptions: {
    id: 'listSubscriptions',
    summary: 'What is subscribed to for a connection',
    parameters: id,
    answers: { 200: { description: 'All subscriptions.', schema: pageOf(subscription) } },
  },
  createLink: {
    id: 'createConnectLink',
    summary: 'Make a connect link',
    description: "An address at which one of a tenant's people connects their account.",
    body: { provider: 'hubspot', tenant: 'acme', expires_in: 3600 },
    answers: {
      201: {
        description: 'The link. Its address is shown here, and nowhere else.',
        schema: z.object({
          id: uuid,
          url: like('http://localhost:3000/connect/hubspot?link=hlc_example'),
          provider: like('hubspot'),
          tenant: like('acme'),
          expires_at: time,
        }),
      },
    },
    errors: ['NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE', 'PROVIDER_NOT_CONFIGURED'],
  },
} satisfies Record<string, RouteDescription>;
