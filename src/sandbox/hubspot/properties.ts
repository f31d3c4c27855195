/** What a contact can have. */
export interface Property {
  readonly type: 'string' | 'enumeration' | 'number' | 'datetime';
  /** Of an enumeration. */
  readonly options?: readonly string[];
  /** HubSpot writes it itself. */
  readonly readOnly?: boolean;
  /** No two contacts have the same. */
  readonly unique?: boolean;
}

const TEXT: Property = { type: 'string' };
const OWN_TIME: Property = { type: 'datetime', readOnly: true };

/**
 * Some of the properties that contacts always have, and two that an account might have made: `loyalty_tier` and
 * `customer_number`.
 * @see https://knowledge.hubspot.com/properties/hubspots-default-contact-properties
 */
export const PROPERTIES: ReadonlyMap<string, Property> = new Map([
  ['email', { type: 'string', unique: true }],
  ['firstname', TEXT],
  ['lastname', TEXT],
  ['phone', TEXT],
  ['mobilephone', TEXT],
  ['company', TEXT],
  ['jobtitle', TEXT],
  ['website', TEXT],
  ['address', TEXT],
  ['city', TEXT],
  ['state', TEXT],
  ['zip', TEXT],
  ['country', TEXT],
  ['annualrevenue', { type: 'number' }],
  [
    'lifecyclestage',
    { type: 'enumeration', options: ['subscriber', 'lead', 'opportunity', 'customer', 'other'] },
  ],
  ['createdate', OWN_TIME],
  ['lastmodifieddate', OWN_TIME],
  ['hs_object_id', { type: 'number', readOnly: true }],
  ['loyalty_tier', { type: 'enumeration', options: ['bronze', 'silver', 'gold', 'platinum'] }],
  ['customer_number', { type: 'string', unique: true }],
] satisfies [string, Property][]);

/** Whether a property identifies contacts. */
export function isUnique(property: string): boolean {
  return PROPERTIES.get(property)?.unique ?? false;
}

/** A unique value as it is kept and compared: e-mail addresses without regard to case and spaces around them. */
export function normalise(property: string, value: string): string {
  return property === 'email' ? value.trim().toLowerCase() : value;
}
