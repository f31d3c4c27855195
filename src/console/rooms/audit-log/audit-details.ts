import { z } from 'zod';

const stored = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** The details of a deed as one line: `provider: slack, tenant: acme`. */
export function auditDetails(details: unknown): string {
  return Object.entries(stored.parse(details))
    .map(([name, value]) => `${name}: ${value ?? 'none'}`)
    .join(', ');
}
