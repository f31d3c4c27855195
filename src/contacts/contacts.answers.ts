import { z } from 'zod';
import {
  like,
  outcomeError,
  pageOf,
  rarely,
  raw,
  schemaNotes,
  time,
} from '../platform/http/answer-fields.js';
import type { RouteDescription } from '../platform/http/answers.js';

/** What the routes of contacts answer. */

const contactFields = {
  id: like('51', "The provider's id."),
  provider: like('hubspot'),
  email: like('ada@example.com').nullable(),
  external_id: rarely(z.string()),
  first_name: like('Ada').nullable(),
  last_name: like('Lovelace').nullable(),
  phone: rarely(z.string()),
  company: rarely(z.string()),
  properties: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .register(schemaNotes, { description: 'Custom properties that were asked for.', examples: [{}] }),
  created_at: time.nullable(),
  updated_at: time.nullable(),
  raw,
};

const contact = z.object(contactFields).register(schemaNotes, { id: 'Contact' });

const upserted = z
  .object({
    ...contactFields,
    created: z.boolean().register(schemaNotes, { description: 'Whether it is a new one.', examples: [true] }),
  })
  .register(schemaNotes, { id: 'UpsertedContact' });

const outcome = z
  .object({
    id: like('51').nullable(),
    created: z.boolean().nullable(),
    error: rarely(outcomeError),
  })
  .register(schemaNotes, { id: 'ContactOutcome' });

export const contactRoutes = {
  upsert: {
    id: 'upsertContact',
    summary: 'Make or change a contact',
    description: 'Found by `email` or `external_id`; what is left out stays as it is.',
    body: { provider: 'hubspot', email: 'ada@example.com', first_name: 'Ada', last_name: 'Lovelace' },
    answers: {
      200: { description: 'It was there, and is changed.', schema: upserted },
      201: { description: 'It is new.', schema: upserted },
    },
    callsProvider: true,
    errors: ['NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE'],
  },
  list: {
    id: 'listContacts',
    summary: 'List or search contacts',
    parameters: { provider: 'hubspot' },
    answers: { 200: { description: 'A page of contacts.', schema: pageOf(contact) } },
    callsProvider: true,
    errors: ['NOT_FOUND'],
  },
  get: {
    id: 'getContact',
    summary: 'Get a contact',
    parameters: { id: '51', provider: 'hubspot' },
    answers: { 200: { description: 'The contact.', schema: contact } },
    callsProvider: true,
  },
  upsertMany: {
    id: 'upsertContacts',
    summary: 'Make or change many contacts',
    description: "By the provider's batch calls: one outcome for each, in their order.",
    body: { provider: 'hubspot', contacts: [{ email: 'ada@example.com', first_name: 'Ada' }] },
    answers: {
      200: { description: 'What became of each.', schema: z.object({ data: z.array(outcome) }) },
    },
    callsProvider: true,
    errors: ['NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE'],
  },
} satisfies Record<string, RouteDescription>;
