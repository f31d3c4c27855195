import { z } from 'zod';
import { ConnectionStatus } from '../../platform/database/generated/enums.js';

/** PostgreSQL knows no text with a NUL in it, so that there is nothing to find. */
const word = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((text) => !text.includes('\0'), { error: 'must not contain a NUL' });

/** The product's customer; empty for the product's own account. */
const tenant = word(255);

export const listQuery = z.strictObject({
  provider: word(64).optional(),
  tenant: tenant.optional(),
  status: z.enum(ConnectionStatus).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const tenantQuery = z.strictObject({ tenant: tenant.optional() });
export type TenantQuery = z.output<typeof tenantQuery>;

/** Longer than any key file: a service account's is 2,300 characters. */
const MAX_CREDENTIAL_LENGTH = 16_384;

export const connectBody = z.strictObject({
  provider: word(64),
  tenant: tenant.min(1).optional(),
  credentials: z.record(z.string().max(64), word(MAX_CREDENTIAL_LENGTH)),
  connection_id: z.string().max(64).optional(),
});
export type ConnectBody = z.output<typeof connectBody>;
