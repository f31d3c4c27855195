import { z } from 'zod';
import { OAUTH_TABLES, type OAuthRows } from '../oauth/rows.js';
import type { State } from '../state.js';

const contact = z.object({
  id: z.string(),
  /** The account that it is in. */
  hub: z.string(),
  /** Only those that have a value. */
  properties: z.record(z.string(), z.string()),
  /** Unix time in ms. */
  createdAt: z.number(),
  updatedAt: z.number(),
  archived: z.boolean(),
});

/** Which contact has a value that only one may have. Its id: {@link keyId}. */
const contactKey = z.object({ id: z.string(), contact: z.string() });

export type ContactRow = z.output<typeof contact>;

/** Everything the sandbox remembers, by table. */
export interface HubSpotRows extends OAuthRows {
  contact: ContactRow;
  contact_key: z.output<typeof contactKey>;
}

export type HubSpotState = State<HubSpotRows>;

export const HUBSPOT_TABLES = {
  ...OAUTH_TABLES,
  contact: { row: contact },
  contact_key: { row: contactKey },
};

/** The id of a row that says who has the unique `value` of a property. */
export function keyId(hub: string, property: string, value: string): string {
  return `${hub}/${property}/${value}`;
}
