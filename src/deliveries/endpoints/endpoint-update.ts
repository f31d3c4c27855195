import { isDeepStrictEqual } from 'node:util';
import type { Prisma } from '../../platform/database/generated/client.js';
import type { AcceptedChanges } from './endpoint-fields.js';
import type { EndpointRow } from './endpoint-row.js';

/** Everything but headers, which are sealed: two boxes of the same never look the same. */
type Plain = Omit<AcceptedChanges, 'headers'>;

/** The names of the fields that a change makes different. Headers that are given always count. */
export function changedFields(row: EndpointRow, { headers, ...changes }: AcceptedChanges): string[] {
  const before: Required<Plain> = row;
  const names = Object.entries(changes).flatMap(([name, value]) =>
    value === undefined || isDeepStrictEqual(value, Reflect.get(before, name)) ? [] : [name],
  );
  return headers ? [...names, 'headers'] : names;
}

/** The columns that a change writes, with all that follows from it. */
export function updateOf(row: EndpointRow, changes: Plain, now: Date): Prisma.EndpointUpdateInput {
  const { eventTypes, enabled, url, ...rest } = changes;
  return {
    ...rest,
    ...(eventTypes && { eventTypes: [...eventTypes] }),
    ...(url !== undefined && url !== row.url && elsewhere(row, url)),
    ...(enabled !== undefined && enabled !== row.enabled && (enabled ? ENABLED : disabledByHand(now))),
    version: { increment: 1 },
    updatedAt: now,
  };
}

/** What failed at another address says nothing about this one, and whoever proved to own that one has to do so again. */
function elsewhere({ ownership }: EndpointRow, url: string) {
  const proved = ownership === 'vouched' ? ownership : 'unproved';
  return { url, ownership: proved, failingSince: null, heldUntil: null } as const;
}

const ENABLED = {
  enabled: true,
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  heldUntil: null,
} as const;

/** How an endpoint is that its owner does not want at the moment. */
export function disabledByHand(now: Date) {
  return { enabled: false, disabledReason: 'by_hand', disabledAt: now } as const;
}
