/** How long a sample may be, in characters. */
const MAX_SAMPLE = 200;

/** The beginning of a value's JSON. Written piece by piece: an unknown field may hold megabytes. */
export function sampleOf(value: unknown): string {
  let sample = '';
  for (const piece of jsonOf(value)) {
    sample += piece;
    if (sample.length >= MAX_SAMPLE) break;
  }
  return sample.slice(0, MAX_SAMPLE).toWellFormed();
}

function* jsonOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    let before = '[';
    for (const entry of value) {
      yield before;
      yield* jsonOf(entry);
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    let before = '{';
    for (const name in value) {
      yield `${before}${textOf(name)}:`;
      yield* jsonOf((value as Record<string, unknown>)[name]);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield textOf(value);
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(typeof value === 'string' ? value.slice(0, MAX_SAMPLE) : value) ?? 'null';
}
