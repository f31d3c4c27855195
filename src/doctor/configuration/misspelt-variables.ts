import { declaredSections, type Environment } from '../../platform/config/config-section.js';

/** A variable that nobody reads, and the one that was probably meant. */
export interface MisspeltVariable {
  readonly name: string;
  readonly meant: string;
}

/** Two slips (a swap counts as one) in a name that is long enough for them not to be chance. */
const MOST_SLIPS = 2;
const SHORTEST_NAME = 7;

/** Variables that are set, that no section reads, and that look as if one should. */
export function misspeltVariables(environment: Environment): MisspeltVariable[] {
  const known = new Set(declaredSections().flatMap(({ variables }) => variables));
  const declared = declaredPrefixes(environment);
  return Object.keys(environment)
    .filter((name) => environment[name]?.trim() && !known.has(name) && name.length >= SHORTEST_NAME)
    .filter((name) => !declared.some((prefix) => name.startsWith(prefix)))
    .flatMap((name) => {
      const meant = nearest(name, known) ?? sameWords(name, known, environment);
      return meant === undefined ? [] : [{ name, meant }];
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** `ACME_` of an app `acme` in `OAUTH_APPS`, whose variables are no section's own. */
function declaredPrefixes({ OAUTH_APPS = '', WEBHOOK_SOURCES = '' }: Environment): string[] {
  return [...OAUTH_APPS.split(','), ...WEBHOOK_SOURCES.split(',')]
    .map((entry) => entry.split(':')[0]?.trim() ?? '')
    .filter(Boolean)
    .map((name) => `${name.replaceAll('-', '_').toUpperCase()}_`);
}

function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: { meant: string; slips: number } | undefined;
  for (const meant of known) {
    if (meant.length < SHORTEST_NAME || Math.abs(meant.length - name.length) > MOST_SLIPS) continue;
    const slips = slipsBetween(name.toUpperCase(), meant);
    if (slips <= MOST_SLIPS && slips < (best?.slips ?? Infinity)) best = { meant, slips };
  }
  return best?.meant;
}

/** `STRIPE_KEY` for `STRIPE_SECRET_KEY`, `HOOKLINE_DATABASE_URL` for `DATABASE_URL`: words too few or too many, two at least. */
function sameWords(name: string, known: Iterable<string>, environment: Environment): string | undefined {
  const words = name.toUpperCase().split('_');
  return [...known].find((meant) => {
    const theirs = meant.split('_');
    if (environment[meant] || Math.min(words.length, theirs.length) < 2) return false;
    return words.length < theirs.length ? isWithin(words, theirs) : isWithin(theirs, words);
  });
}

/** Whether all of the words stand among others, in the same order, the first or the last at its end. */
function isWithin(few: readonly string[], many: readonly string[]): boolean {
  if (few[0] !== many[0] && few.at(-1) !== many.at(-1)) return false;
  let next = 0;
  for (const word of many) if (word === few[next]) next += 1;
  return next === few.length;
}

/** Letters to leave out, put in, replace or swap: the distance of Damerau and Levenshtein (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min((row[j - 1] ?? 0) + 1, (above[j] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
