/**
 * How sending a write twice is made to act once:
 * - `header`: the provider recognises a repeat by an idempotency key in this header (lower case)
 * - `clientReference`: it does not, but the object carries our reference, by which a resolver finds it
 * - `upsert`: writing the same again leaves the same
 * - `reading`: it is no write, whatever its method says (a search, a GraphQL query): a lost answer leaves nothing in doubt
 * - `none`: nothing does; a write is only repeated when it provably was not processed
 */
export type WriteSafety =
  | { readonly by: 'header'; readonly header: string }
  | { readonly by: 'clientReference' }
  | { readonly by: 'upsert' }
  | { readonly by: 'reading' }
  | { readonly by: 'none' };
