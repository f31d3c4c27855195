/** Now, as PayPal writes it: to the second. */
export function now(): string {
  return timestamp(Date.now());
}

/** A moment in milliseconds, as PayPal writes it. */
export function timestamp(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}
