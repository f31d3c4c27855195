/** The words of a name, in small letters: `GetUser-byID` is `get`, `user`, `by`, `id`. */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’]/g, '')
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

/** `['get', 'user']` as `getUser`. */
export function camelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : capitalised(word))).join('');
}

/** `['get', 'user']` as `GetUser`. */
export function pascalCase(words: readonly string[]): string {
  return words.map(capitalised).join('');
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The words of a name that JavaScript takes in any place: Latin letters and digits. */
export function latinWordsOf(name: string): string[] {
  return wordsOf(name).flatMap((word) => word.split(/[^a-z0-9]+/).filter(Boolean));
}

/** A name that is not taken: with a number behind it where it is. */
export function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}${count}`;
  return name;
}
