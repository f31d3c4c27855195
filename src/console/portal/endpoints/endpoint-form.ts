import { z } from 'zod';
import type { Endpoint, EndpointChanges, NewEndpoint } from '../../../contracts/events.js';
import { PATTERN_ISSUE, isTypePattern } from '../../../deliveries/events/event-type-names.js';

/** One header to a line, as in HTTP. */
const HEADER = /^([^\s:]+):[ \t]*(.*)$/s;

const headers = z.string().transform((text, context) => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const pairs = lines.map((line) => HEADER.exec(line));
  if (pairs.includes(null)) context.addIssue('must be one to a line, such as Authorization: Bearer abc');
  const names = pairs.map((pair) => pair?.[1]?.toLowerCase());
  if (new Set(names).size < names.length) context.addIssue('must not hold one name twice');
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
});

const patterns = z.string().transform((text, context) => {
  const wanted = text.split(/[\s,]+/).filter((pattern) => pattern !== '');
  const wrong = wanted.find((pattern) => !isTypePattern(pattern));
  if (wrong !== undefined) context.addIssue(`${wrong.slice(0, 40)} ${PATTERN_ISSUE}`);
  return wanted;
});

/** A box that is not ticked is not sent. */
const ticked = z
  .string()
  .optional()
  .transform((value) => value !== undefined);

/** The form of an endpoint. Its fields have the names of the contract, so that what is wrong is shown beside them. */
export const endpointForm = z.object({
  url: z.string().optional(),
  description: z.string().default(''),
  eventTypes: patterns.prefault('*'),
  payload: z.enum(['full', 'thin']).default('full'),
  apiVersion: z.string().nullable().default(null),
  ordered: ticked,
  plainSignature: ticked,
  headers: headers.optional(),
  removeHeaders: ticked,
});
export type EndpointForm = z.output<typeof endpointForm>;

/** What the form asks for. Whoever filled it in is a stranger to us, and has to prove that the URL is theirs. */
export function newEndpoint(tenant: string, form: EndpointForm): NewEndpoint {
  const { url = '', removeHeaders: _removeHeaders, headers: own = {}, ...rest } = form;
  return { tenant, url, headers: own, proveOwnership: true, ...rest };
}

/**
 * What the form changes. The URL of an endpoint that the product vouches for stays: nobody would prove the other one.
 * Headers do not come out again, so that a field that was left empty leaves them as they are.
 */
export function endpointChanges(
  { url = '', removeHeaders, headers: own, ...rest }: EndpointForm,
  { ownership }: Endpoint,
): EndpointChanges {
  const wanted = removeHeaders ? {} : own;
  return {
    ...rest,
    ...(ownership !== 'vouched' && { url }),
    ...(wanted && { headers: wanted }),
  };
}

/** What the fields of the form hold for an endpoint as it is. */
export function typedFor(endpoint: Endpoint): Readonly<Record<string, string>> {
  const { url, description, eventTypes, payload, apiVersion, ordered, plainSignature } = endpoint;
  return {
    url,
    description,
    eventTypes: eventTypes.join('\n'),
    payload,
    ...(apiVersion !== null && { apiVersion }),
    ...(ordered && { ordered: 'on' }),
    ...(plainSignature && { plainSignature: 'on' }),
  };
}
