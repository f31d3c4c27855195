/** Parts of letters, digits, `_` and `-`, joined by dots. */
const TYPE = /^[\w-]+(\.[\w-]+)*$/;

const MAX_LENGTH = 128;

/** What an event type must be, as the end of a sentence. */
export const TYPE_ISSUE =
  'must be letters, digits, _ and - in parts joined by dots, at most 128 characters, such as order.paid';

/** What a pattern of event types must be. */
export const PATTERN_ISSUE = 'must be an event type, or a beginning of some such as order.*, or *';

/** Events of Hookline itself: nobody else publishes them. */
export const OWN_TYPES = 'hookline';

/** The event that asks an endpoint whether it is there. */
export const PING_TYPE = `${OWN_TYPES}.ping`;

export function isEventType(text: string): boolean {
  return text.length <= MAX_LENGTH && TYPE.test(text);
}

/** Whether an event of this type is Hookline's own. */
export function isOwnType(type: string): boolean {
  return type === OWN_TYPES || type.startsWith(`${OWN_TYPES}.`);
}

/** Whether a text is a type, a beginning of types or `*`. */
export function isTypePattern(text: string): boolean {
  return text === '*' || isEventType(text.endsWith('.*') ? text.slice(0, -2) : text);
}

/** All patterns that mean a type: `order.paid` is meant by `order.paid`, `order.*` and `*`. */
export function patternsFor(type: string): string[] {
  const parts = type.split('.');
  const beginnings = parts.slice(0, -1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.*`);
  return [type, ...beginnings, '*'];
}
