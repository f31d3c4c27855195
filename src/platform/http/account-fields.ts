import { z } from 'zod';
import { text } from './text-field.js';

/** With whom, and as which account: the product's own, unless a connected one is named. */
export const accountFields = {
  provider: text(64).optional(),
  connection_id: z.uuid().optional(),
  tenant: text(255).optional(),
};

type AccountFields = z.output<z.ZodObject<typeof accountFields>>;

/** Sets the account apart from what is asked of it. */
export function apart<T extends AccountFields>({ provider, connection_id, tenant, ...asked }: T) {
  return { account: { provider, connectionId: connection_id, tenant }, ...asked };
}
