/** Any part of a payload; lists are replaced as a whole. */
export type Overrides<Payload> = Payload extends readonly unknown[]
  ? Payload
  : Payload extends object
    ? { [Field in keyof Payload]?: Overrides<Payload[Field]> }
    : Payload;

/** Puts what is wanted otherwise into a fixture: objects are merged to any depth, everything else is replaced. */
export function merged(
  fixture: Readonly<Record<string, unknown>>,
  wishes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...fixture };
  for (const [field, wish] of Object.entries(wishes)) {
    const present = result[field];
    result[field] = isPlain(present) && isPlain(wish) ? merged(present, wish) : wish;
  }
  return result;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
