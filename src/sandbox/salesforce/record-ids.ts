const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The id of the nth record that is made, in 18 characters: later ones come after earlier ones. */
export function recordId(keyPrefix: string, n: number): string {
  let counter = '';
  for (let rest = n; counter.length < 5; rest = Math.floor(rest / DIGITS.length)) {
    counter = (DIGITS[rest % DIGITS.length] ?? '') + counter;
  }
  return withSuffix(`${keyPrefix}5g00000${counter}`);
}

/** Whether two ids are the same: they are good in 15 and in 18 characters, upper and lower case apart. */
export function isSameId(one: string, other: string): boolean {
  return one === other || (one.length >= 15 && one.slice(0, 15) === other.slice(0, 15));
}

/** The three characters that restate the case of the others, a bit for each capital letter. */
function withSuffix(id: string): string {
  const suffix = [0, 5, 10].map((start) => {
    const bits = [0, 1, 2, 3, 4].map((bit) => (/[A-Z]/.test(id.charAt(start + bit)) ? 1 << bit : 0));
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits.reduce((sum, bit) => sum + bit, 0));
  });
  return id + suffix.join('');
}
