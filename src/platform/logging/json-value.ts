/**
 * Where the JSON value that begins at `start` ends: one past its last character, or the end of the text when it is cut
 * off. `true`, `false`, `null` and what is no JSON end where they begin, since there is nothing in them to hide.
 *
 * @param level backslashes before each quote: 0 in JSON itself, 1 in JSON within a string of JSON, then 3, 7, …
 */
export function endOfValue(text: string, start: number, level: number): number {
  const opening = openingQuote(text, start);
  if (opening) return endOfString(text, opening.end, opening.level);
  if ('{['.includes(text.charAt(start))) {
    return level === 0 ? endOfBrackets(text, start) : endOfEnclosing(text, start, level);
  }
  NUMBER.lastIndex = start;
  return start + (NUMBER.exec(text)?.[0].length ?? 0);
}

const OPENING_QUOTE = /(\\*)"/y;
const NUMBER = /-?\d[\d.eE+-]*/y;

function openingQuote(text: string, start: number): { level: number; end: number } | undefined {
  OPENING_QUOTE.lastIndex = start;
  const [whole, backslashes] = OPENING_QUOTE.exec(text) ?? [];
  if (whole === undefined || backslashes === undefined) return undefined;
  return { level: backslashes.length, end: start + whole.length };
}

/**
 * A quote with `level` backslashes before it ends the string. One with more belongs to it, unless these are backslashes
 * of the string itself, which come in `2 * (level + 1)`; one with fewer ends the string around it.
 */
function endOfString(text: string, start: number, level: number): number {
  for (let quote = text.indexOf('"', start); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    const backslashes = backslashesBefore(text, quote, start);
    if (backslashes < level) return quote - backslashes;
    if (backslashes % (2 * (level + 1)) === level) return quote + 1;
  }
  return text.length;
}

/** The end of the string of JSON within which JSON is written. */
function endOfEnclosing(text: string, start: number, level: number): number {
  for (let quote = text.indexOf('"', start); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    const backslashes = backslashesBefore(text, quote, start);
    if (backslashes < level) return quote - backslashes;
  }
  return text.length;
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at + 1, 0) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

function backslashesBefore(text: string, quote: number, start: number): number {
  let at = quote;
  while (at > start && text.charAt(at - 1) === '\\') at -= 1;
  return quote - at;
}
