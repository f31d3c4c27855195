import { z } from 'zod';
import {
  EndpointDisabledReason,
  EndpointOwnership,
  EndpointPayload,
} from '../../platform/database/generated/enums.js';
import { like, pageOf, rarely, schemaNotes, time, uuid } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of endpoints and of the portal answer. */

const endpointFields = {
  id: uuid,
  tenant: like('acme', "The product's customer that it belongs to."),
  url: like('https://customer.example.com/webhooks'),
  description: like(''),
  event_types: z.array(like('order.*')),
  enabled: z.boolean().register(schemaNotes, { examples: [true] }),
  disabled_reason: rarely(z.enum(EndpointDisabledReason)),
  disabled_at: rarely(time),
  paused: z.boolean(),
  ownership: z.enum(EndpointOwnership),
  api_version: rarely(z.string()),
  payload: z.enum(EndpointPayload),
  ordered: z.boolean(),
  plain_signature: z.boolean(),
  rate_limit: z
    .int()
    .nullable()
    .register(schemaNotes, {
      description: 'Deliveries a minute; null: as many as there are.',
      examples: [null],
    }),
  header_names: z.array(like('Authorization')).register(schemaNotes, {
    description: 'The headers that are sent along. Their values are not shown.',
    examples: [[]],
  }),
  failing_since: rarely(time),
  held_until: rarely(time),
  created_at: time,
  updated_at: time,
};

const endpoint = z.object(endpointFields).register(schemaNotes, { id: 'Endpoint' });

const secret = like('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'Shown here, and nowhere else.');

const newEndpoint = z.object({ ...endpointFields, secret }).register(schemaNotes, { id: 'NewEndpoint' });

const rotated = z
  .object({
    ...endpointFields,
    secret,
    previous_valid_until: z.iso.datetime().register(schemaNotes, {
      description: 'Until then, deliveries are signed with the old secret, too.',
      examples: ['2026-11-22T08:30:00.000Z'],
    }),
  })
  .register(schemaNotes, { id: 'RotatedEndpoint' });

const sent = z.object({ event_id: uuid });
const id = { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' };

export const endpointRoutes = {
  list: {
    id: 'listEndpoints',
    summary: 'List endpoints',
    answers: { 200: { description: 'A page of endpoints.', schema: pageOf(endpoint) } },
  },
  create: {
    id: 'createEndpoint',
    summary: 'Make an endpoint',
    description: 'An address that gets the events of a tenant.',
    body: {
      tenant: 'acme',
      url: 'https://customer.example.com/webhooks',
      event_types: ['order.*'],
    },
    answers: { 201: { description: 'The endpoint, with its secret.', schema: newEndpoint } },
    errors: ['UNPROCESSABLE'],
  },
  get: {
    id: 'getEndpoint',
    summary: 'Get an endpoint',
    parameters: id,
    answers: { 200: { description: 'The endpoint.', schema: endpoint } },
  },
  update: {
    id: 'updateEndpoint',
    summary: 'Change an endpoint',
    description: 'What is left out stays.',
    parameters: id,
    body: { description: 'Orders', enabled: true },
    answers: { 200: { description: 'The endpoint.', schema: endpoint } },
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  remove: {
    id: 'deleteEndpoint',
    summary: 'Delete an endpoint',
    parameters: id,
    answers: { 204: { description: 'It is deleted, and gets nothing more.' } },
  },
  rotateSecret: {
    id: 'rotateEndpointSecret',
    summary: 'Give an endpoint a new secret',
    parameters: id,
    answers: { 200: { description: 'The endpoint, with its new secret.', schema: rotated } },
  },
  ping: {
    id: 'pingEndpoint',
    summary: 'Send an endpoint a ping',
    description: 'By which an endpoint that has to prove itself does so.',
    parameters: id,
    answers: { 202: { description: 'It will be sent.', schema: sent } },
    errors: ['CONFLICT'],
  },
  sendTest: {
    id: 'testEndpoint',
    summary: 'Send an endpoint a test event',
    description:
      'With the example of the catalogue, where `type` is one of its own; `hookline.test` otherwise.',
    parameters: id,
    body: {},
    answers: { 202: { description: 'It will be sent.', schema: sent } },
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  createPortalLink: {
    id: 'createPortalLink',
    summary: 'Make a link to the portal',
    description: "Where a tenant's people look after their endpoints by themselves.",
    body: { tenant: 'acme', expires_in: 3600 },
    answers: {
      201: {
        description: 'The link. It is shown here, and nowhere else.',
        schema: z.object({
          url: like('http://localhost:3000/portal/enter?token=hlp_example'),
          tenant: like('acme'),
          expires_at: time,
        }),
      },
    },
    errors: ['CONFLICT'],
  },
} satisfies Record<string, RouteDescription>;
