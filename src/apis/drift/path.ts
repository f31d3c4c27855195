/** How much of a field's name is told, and of all names together, in characters. */
const MAX_NAME = 100;
const MAX_PATH = 500;

/** Nearly every name: there may be thousands of them to tell. */
const ORDINARY = /^[\w[\]{}-]{1,100}$/;

/**
 * A place in an answer or a webhook, for logs, tables and errors: `data.0.plan`. Names come from outside, and whoever
 * makes them may mean harm: they are cut, and hold neither control characters nor halves of a character.
 */
export function pathOf(names: readonly PropertyKey[]): string {
  return names.map(tame).join('.').slice(0, MAX_PATH).toWellFormed();
}

function tame(name: PropertyKey): string {
  if (typeof name === 'string' && ORDINARY.test(name)) return name;
  return String(name)
    .slice(0, MAX_NAME)
    .replaceAll(/\p{Cc}/gu, ' ')
    .toWellFormed();
}
