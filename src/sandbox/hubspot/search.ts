import { z } from 'zod';
import { contactAnswer, valueOf } from './contact-answer.js';
import type { Contacts } from './contacts.js';
import { invalidInput } from './errors.js';
import { normalise, PROPERTIES } from './properties.js';
import type { ContactRow } from './rows.js';

const MAX_LIMIT = 200;
/** However many match, no page goes beyond. */
const MAX_RESULTS = 10_000;

/** Where `query` looks. */
const SEARCHED = ['firstname', 'lastname', 'email', 'phone', 'company'];

const filter = z.object({
  propertyName: z.string(),
  operator: z.string(),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
});

const request = z.object({
  query: z.string().max(3000).default(''),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(10),
  after: z.string().regex(/^\d+$/).default('0'),
  sorts: z.array(z.string()).max(1).default([]),
  properties: z.array(z.string()).default([]),
  filterGroups: z
    .array(z.object({ filters: z.array(filter).max(6) }))
    .max(5)
    .default([]),
});

type Filter = z.output<typeof filter>;

/** @see https://developers.hubspot.com/docs/api-reference/crm/search-the-crm */
export function search(contacts: Contacts, body: unknown): object {
  const { data, error } = request.safeParse(body);
  if (!data) {
    throw invalidInput(`Invalid input JSON: ${error.issues.map(({ path }) => path.join('.')).join(', ')}`);
  }
  const { query, limit, after, sorts, properties, filterGroups } = data;
  const start = Number(after);
  if (start + limit > MAX_RESULTS) throw invalidInput('The search results are limited to 10,000.');
  const found = [...contacts.all()].filter(
    (row) =>
      hasWords(row, query) &&
      (filterGroups.length === 0 ||
        filterGroups.some(({ filters }) => filters.every((each) => passes(row, each)))),
  );
  const page = sort(found, sorts[0] ?? 'createdate').slice(start, start + limit);
  const next = start + limit;
  return {
    total: found.length,
    results: page.map((row) => contactAnswer(row, properties)),
    ...(next < found.length && { paging: { next: { after: String(next) } } }),
  };
}

/** Every word of the query begins a word of the contact's. */
function hasWords(row: ContactRow, query: string): boolean {
  const words = SEARCHED.flatMap((name) => wordsOf(row.properties[name] ?? ''));
  const wanted = wordsOf(query);
  if (wanted.length === 0) return query.trim() === '';
  return wanted.every((word) => words.some((each) => each.startsWith(word)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** By one property, `-` in front for the other way round. */
function sort(rows: readonly ContactRow[], by: string): ContactRow[] {
  const property = by.replace(/^-/, '');
  requireProperty(property);
  const sorted = rows.toSorted((a, b) =>
    compare(property, valueOf(a, property) ?? '', valueOf(b, property) ?? ''),
  );
  return by.startsWith('-') ? sorted.toReversed() : sorted;
}

function passes(row: ContactRow, { propertyName, operator, value, highValue, values = [] }: Filter): boolean {
  requireProperty(propertyName);
  const own = valueOf(row, propertyName);
  const against = (other: string | undefined): number => {
    if (other === undefined) throw invalidInput(`${operator} needs a value.`);
    return own === undefined ? Number.NaN : compare(propertyName, own, other);
  };
  switch (operator) {
    case 'HAS_PROPERTY':
      return own !== undefined;
    case 'NOT_HAS_PROPERTY':
      return own === undefined;
    case 'EQ':
      return against(value) === 0;
    case 'NEQ':
      return against(value) !== 0;
    case 'LT':
      return against(value) < 0;
    case 'LTE':
      return against(value) <= 0;
    case 'GT':
      return against(value) > 0;
    case 'GTE':
      return against(value) >= 0;
    case 'BETWEEN':
      return against(value) >= 0 && against(highValue) <= 0;
    case 'IN':
      return values.some((each) => against(each) === 0);
    case 'NOT_IN':
      return !values.some((each) => against(each) === 0);
    case 'CONTAINS_TOKEN':
      return containsToken(own, value);
    case 'NOT_CONTAINS_TOKEN':
      return !containsToken(own, value);
    default:
      throw invalidInput(`${operator} is not an operator.`);
  }
}

function containsToken(own: string | undefined, value = ''): boolean {
  const [begin, open] = [value.replace(/\*$/, '').toLowerCase(), value.endsWith('*')];
  return wordsOf(own ?? '').some((word) => (open ? word.startsWith(begin) : word === begin));
}

/** As HubSpot compares: numbers by size, times in ms or as ISO 8601, texts without regard to case. */
function compare(property: string, a: string, b: string): number {
  const type = PROPERTIES.get(property)?.type;
  if (type === 'number') return Number(a) - Number(b);
  if (type === 'datetime') return msOf(a) - msOf(b);
  const [left, right] = [a, b].map((text) => normalise(property, text).toLowerCase());
  return left === right ? 0 : (left ?? '') < (right ?? '') ? -1 : 1;
}

function msOf(time: string): number {
  return /^\d+$/.test(time) ? Number(time) : Date.parse(time);
}

function requireProperty(name: string): void {
  if (!PROPERTIES.has(name)) {
    throw invalidInput(`There was a problem with the request: property ${name} does not exist`);
  }
}
