/** As deep as receivers commonly read: Ruby's parser and several others stop here. */
const MAX_DEPTH = 100;

/** What {@link jsonText} needs, as the end of a sentence. */
export const JSON_ISSUE = `must be JSON, nested at most ${MAX_DEPTH} deep`;

/**
 * A value as JSON writes it: a `Date` as text, a field that is `undefined` not at all.
 * @returns `undefined` for what is no JSON (`undefined`, a function, a bigint, a circle), or is nested too deep
 */
export function jsonText(value: unknown): string | undefined {
  const text = written(value);
  return text === undefined || isDeep(text) ? undefined : text;
}

function written(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // a bigint, a circle, a toJSON that throws, or deeper than the stack
  }
}

/** Character by character: a regular expression runs out of stack in a long text. */
function isDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
