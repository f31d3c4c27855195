/** @throws TypeError for a number of a description that is no whole one above 0 */
export function requireWholeNumber(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new TypeError(`${name} is ${value}, and has to be a whole number above 0.`);
}
