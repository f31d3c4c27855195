import { REDACTED, redactText } from '../../platform/logging/redaction.js';
import type { Drift } from './api-notice.js';

/** How much of a name is kept, in characters. The three that make a notice have to fit into one entry of its index. */
const MAX_NAME_LENGTH = 200;
/** How much of a sample is kept, in characters: a drift brings no more. */
const MAX_SAMPLE_LENGTH = 200;
/** How much of a text is looked at, in characters. */
const MAX_READ_LENGTH = 2_000;

/** A name that a provider made up, short, without a secret, and of characters that PostgreSQL takes. */
export function storableName(name: string): string {
  return storable(redactText(name.slice(0, MAX_READ_LENGTH)), MAX_NAME_LENGTH);
}

/** The sample of a drift as people may see it: gone where the name of its field, or of one around it, is that of a secret. */
export function storableSample({ path, sample }: Drift): string {
  const names = path.slice(0, MAX_READ_LENGTH).split('.');
  const isSecret = names.some((name) => redactText(`"${name}":0`).includes(REDACTED));
  return isSecret ? REDACTED : storable(redactText(withoutTornWord(sample)), MAX_SAMPLE_LENGTH);
}

/** Of a sample that was cut, the last word may be half a secret, which is not known by its look any more. */
function withoutTornWord(sample: string): string {
  if (sample.length < MAX_SAMPLE_LENGTH) return sample;
  return `${sample.slice(0, MAX_READ_LENGTH).replace(/[^\s"',{}[\]]+$/, '')}…`;
}

/** PostgreSQL's text takes everything but NUL and lone surrogates. */
function storable(text: string, maxLength: number): string {
  return text.replaceAll('\0', '').slice(0, maxLength).toWellFormed();
}
