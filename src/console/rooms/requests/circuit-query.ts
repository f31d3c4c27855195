import { z } from 'zod';
import type { CircuitKey } from '../../../outbound/circuit-breaker/circuit-key.js';
import type { CircuitFilter } from '../../../outbound/circuit-breaker/circuit-records.js';
import { holdBody } from '../../../outbound/circuit-breaker/circuits.schemas.js';
import { CircuitState } from '../../../platform/database/generated/enums.js';

const NAME = /^[\w.-]{1,128}$/;

/** What the page of circuits is asked for. */
export interface CircuitQuery {
  readonly filter: CircuitFilter;
  /** The circuit at which the page before ended. */
  readonly after: CircuitKey | undefined;
}

/** `provider/account/group`; what is none begins at the first. */
const after = z
  .string()
  .regex(/^[^/]+(\/[^/]+){2}$/)
  .transform((text) => {
    const [provider = '', account = '', group = ''] = text.split('/');
    return { provider, account, group };
  })
  .optional()
  .catch(undefined);

export const circuitQuery: z.ZodType<CircuitQuery> = z
  .object({
    provider: z.string().regex(NAME, { error: 'must be 1 to 128 letters, digits, _, . or -' }).optional(),
    state: z.enum(CircuitState).optional(),
    after,
  })
  .transform(({ after: cursor, ...filter }) => ({ filter, after: cursor }));

/** The form that holds circuits: as `POST /v1/circuits/hold`, without what belongs to the form itself. */
export const holdForm = z.object(holdBody.shape);
