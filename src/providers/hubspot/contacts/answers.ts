import { z } from 'zod';

/** Where contacts are: the one place that names the version of the CRM's API. */
export const CONTACTS = '/crm/v3/objects/contacts';

/** The largest batch, and the largest page of a plain list. */
export const MAX_BATCH = 100;

const time = z.iso.datetime({ offset: true });

/** A contact in HubSpot's terms: every value is text, `null` or empty where there is none. */
export const hubspotContact = z.looseObject({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  createdAt: time,
  updatedAt: time,
});

/** What HubSpot keeps of a contact, whole. */
export type HubSpotContact = z.output<typeof hubspotContact>;

/** A page of contacts, of a list as of a search. */
export const contactList = z.looseObject({
  results: z.array(hubspotContact),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).optional(),
});

/** An error about some inputs of a batch: the context says about which, by their trace ids or their ids. */
const batchError = z.looseObject({
  category: z.string().optional(),
  message: z.string(),
  context: z.record(z.string(), z.array(z.string())).default({}),
});

/** What became of a batch. Results come in no particular order. */
export const upsertAnswer = z.looseObject({
  results: z.array(hubspotContact.extend({ new: z.boolean(), objectWriteTraceId: z.string().optional() })),
  errors: z.array(batchError).default([]),
});

export type UpsertAnswer = z.output<typeof upsertAnswer>;
