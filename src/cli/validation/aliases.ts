/** A document of so many values is looked at in any case. */
const MANY = 1_000_000;

/**
 * Whether a YAML document's aliases make it so much larger than it is written that looking at each value would never
 * end: thirty lines of `b: [*a, *a]` are enough for that.
 */
export function unfoldsTooFar(root: unknown): boolean {
  const sizes = new Map<object, number>();
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    sizes.set(value, Infinity); // until it is known: what holds itself never ends
    const size = Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner), 1);
    sizes.set(value, size);
    return size;
  };
  // Written out once, each object counts for what is directly in it.
  const whole = sizeOf(root);
  const written = [...sizes.keys()].reduce((sum, object) => sum + Object.keys(object).length, 1);
  return whole > Math.max(MANY, 2 * written);
}
