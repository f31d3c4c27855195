/** PayPal's fields that have another name in our contracts, by the end of their JSON pointer. */
const OUR_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^\/purchase_units\/[^/]+\/items\/(\d+)\/unit_amount\/value$/, 'lines.$1.amount'],
  [/^\/purchase_units\/[^/]+\/items\/(\d+)\/unit_amount\/currency_code$/, 'lines.$1.currency'],
  [/^\/purchase_units\/[^/]+\/items\/(\d+)\/(\w+)$/, 'lines.$1.$2'],
  [/^\/purchase_units\/[^/]+\/items$/, 'lines'],
  [/\/amount(\/value)?$/, 'amount'],
  [/\/currency_code$/, 'currency'],
  [/\/custom_id$/, 'metadata'],
  [/\/description$/, 'description'],
  [/\/soft_descriptor$/, 'statementDescriptor'],
  [/\/vault_id$/, 'paymentMethod'],
  [/\/email_address$/, 'customer.email'],
  [/\/full_name$/, 'customer.name'],
  [/\/note_to_payer$/, 'reason'],
];

/**
 * The field of our input that a JSON pointer into PayPal's request names: `/purchase_units/0/amount/value` is `amount`.
 * @param operation in our words; a checkout's addresses have names of their own
 */
export function fieldOf(pointer: string, operation: string): string {
  if (pointer.endsWith('/return_url')) return operation === 'checkouts.create' ? 'successUrl' : 'returnUrl';
  if (pointer.endsWith('/cancel_url')) return operation === 'checkouts.create' ? 'cancelUrl' : 'returnUrl';
  for (const [pattern, name] of OUR_NAMES) {
    const match = pattern.exec(pointer);
    if (match) return name.replace(/\$(\d)/g, (_all, group: string) => match[Number(group)] ?? '');
  }
  return pointer.replace(/^\//, '').split('/').map(camelCase).join('.');
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
