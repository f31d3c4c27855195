import { z } from 'zod';

/** A row that the sandbox itself wrote: of a provider's large objects no more is looked at than the id. */
export function written<Row>(): z.ZodType<Row> {
  return z.custom<Row>((row) => z.looseObject({ id: z.string() }).safeParse(row).success);
}
