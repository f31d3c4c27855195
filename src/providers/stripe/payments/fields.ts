/** Stripe's parameters that have another name in our contracts. All others differ in `snake_case` alone. */
const OUR_NAMES: Record<string, string> = {
  amount_to_capture: 'amount',
  customer: 'customer.id',
  email: 'customer.email',
  starting_after: 'after',
  statement_descriptor_suffix: 'statementDescriptor',
};

/** The field of our input that became a parameter of Stripe's: `metadata[order_id]` is `metadata.order_id`. */
export function fieldOf(param: string): string {
  const [name = '', ...path] = param.split(/[[\]]+/).filter(Boolean);
  return [OUR_NAMES[name] ?? camelCase(name), ...path].join('.');
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
