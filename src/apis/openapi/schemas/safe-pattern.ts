/** Longer patterns cannot be read by people, and take their time. */
const MAX_LENGTH = 200;

/** Stands for a group in which something repeats; no character of a pattern. */
const REPEATS = '\u{E000}';

/**
 * A pattern of JSON Schema as a regular expression; `undefined` for one that JavaScript does not take, and for one whose
 * time may explode: a repeated group with a repetition or a choice in it (`(a+)+`), a look around, a back reference.
 */
export function safePattern(pattern: string): RegExp | undefined {
  if (pattern.length > MAX_LENGTH || mayExplode(pattern)) return undefined;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

function mayExplode(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\[^1-9k]/g, '_').replaceAll(/\[(?:\\.|[^\]\\])*\]/gs, '_');
  if (/\(\?[=!<]|\\[1-9k]/.test(plain)) return true;
  // Innermost groups first: of each stays only whether something in it is repeated, or a choice.
  let rest = plain;
  for (let before = ''; before !== rest;) {
    if (new RegExp(`${REPEATS}[*+{]`).test(rest)) return true;
    before = rest;
    rest = rest.replace(/\((?:\?:)?([^()]*)\)/, (_group, inner: string) =>
      new RegExp(`[*+{|${REPEATS}]`).test(inner) ? REPEATS : '_',
    );
  }
  return false;
}
