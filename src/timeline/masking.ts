const EMAIL = /([\p{L}\p{N}._%+-]{1,64})@([\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8})/gu;
/** With a country's code, or so long and so grouped that it is hardly anything else. */
const PHONE = /(?<![\w+-])(?:\+\d|\(?0\d)(?:[ ()./-]{0,2}\d){6,13}(?![\w-])/g;
const CARD = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/**
 * A text with the addresses of people in it as far as one needs to recognise them: `a…@example.com`, `+4…20`, and of a
 * number that may be a card's the last four digits.
 */
export function masked(text: string): string {
  return text
    .replace(
      EMAIL,
      (_all, local: string, domain: string) =>
        `${String.fromCodePoint(local.codePointAt(0) ?? 0)}…@${domain}`,
    )
    .replace(CARD, (number) => `…${number.slice(-4)}`)
    .replace(PHONE, (number) => `${number.slice(0, 2)}…${number.slice(-2)}`);
}
