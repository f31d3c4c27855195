import { z } from 'zod';
import type { EndpointFilter } from '../../../deliveries/endpoints/endpoints.service.js';

export const endpointId = z.uuid('must be the id of an endpoint');

/** The states that the filter knows. */
export const STATES = ['enabled', 'failing', 'paused', 'unproved', 'disabled'] as const;

/** What each comes to, as the badges have it; only `enabled` is all that are not disabled. */
const FILTERS: Readonly<Record<(typeof STATES)[number], EndpointFilter>> = {
  enabled: { enabled: true },
  failing: { enabled: true, unproved: false, paused: false, failing: true },
  paused: { enabled: true, unproved: false, paused: true },
  unproved: { enabled: true, unproved: true },
  disabled: { enabled: false },
};

const fields = {
  tenant: z
    .string()
    .max(255, { error: 'must be at most 255 characters' })
    .refine((text) => !text.includes('\0'), { error: 'must not contain a NUL' })
    .optional(),
  state: z.enum(STATES, { error: 'must be enabled, failing, paused, unproved or disabled' }).optional(),
};

/** The fields of the filter. */
export const FILTER_FIELDS = Object.keys(fields);

/** What the list page is asked for. */
export interface EndpointQuery {
  readonly filter: EndpointFilter;
  /** The id at which the page before ended. */
  readonly after: string | undefined;
}

export const endpointQuery: z.ZodType<EndpointQuery> = z
  .object({ ...fields, after: z.uuid().optional().catch(undefined) })
  .transform(({ tenant, state, after }) => ({
    filter: { ...(tenant && { tenant }), ...(state && FILTERS[state]) },
    after,
  }));

const count = z.coerce.number().int().min(0).catch(0);

/** What has just been done to an endpoint, as the address of its page says it. */
export const doneQuery = z.object({
  done: z
    .enum(['saved', 'paused', 'resumed', 'enabled', 'disabled', 'pinged', 'tested', 'replayed', 'recovered'])
    .optional()
    .catch(undefined),
  /** Deliveries that were replayed or recovered. */
  count,
  /** Over how many hours. */
  hours: count,
  /** Where to go on, when not all was done. */
  rest: z.uuid().optional().catch(undefined),
});
export type Done = z.output<typeof doneQuery>;
