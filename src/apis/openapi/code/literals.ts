/** What can be written after a dot, and as the name of a variable. */
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Characters that end a line, are not seen, or turn the direction of what is read (CVE-2021-42574). */
const NOT_SEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text as a string of TypeScript; nothing in it can end the string. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll(NOT_SEEN, escapedUnits);
  const single = escaped.replaceAll(String.raw`\"`, '"');
  return text.includes("'") && !text.includes('"')
    ? `"${escaped}"`
    : `'${single.replaceAll("'", String.raw`\'`)}'`;
}

function escapedUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => String.raw`\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

/** A property's name, in quotes where it needs them. */
export function propertyName(name: string): string {
  return IDENTIFIER.test(name) ? name : quoted(name);
}

/** A finite number, as JavaScript reads it. */
export function numeral(value: number): string {
  return String(value).replace('e+', 'e');
}

/** Text without what ends a line or is not seen, for comments. */
export function visible(text: string): string {
  return text.replaceAll(NOT_SEEN, ' ');
}
