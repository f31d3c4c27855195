import { z } from 'zod';

const name = z.string().min(1).max(255);

export const eraseRequest = z
  .strictObject({
    tenant: name.optional(),
    connection_id: name.optional(),
    provider: z.string().min(1).max(64).optional(),
    ids: z.array(z.uuid()).min(1).max(1_000).optional(),
  })
  .refine(({ tenant, connection_id, ids }) => [tenant, connection_id, ids].filter(Boolean).length === 1, {
    error: 'must have one of tenant, connection_id and ids',
  })
  .refine(({ provider, connection_id }) => !provider || connection_id, {
    path: ['provider'],
    error: 'goes with connection_id only',
  });
export type EraseRequest = z.output<typeof eraseRequest>;
