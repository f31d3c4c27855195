import { isUtf8 } from 'node:buffer';

/** Characters that a page shows of a payload at most. */
const MAX_LENGTH = 100_000;

/** Levels of nesting that are indented; a sender could make the spaces alone fill the memory. */
const MAX_INDENT = 40;

/** A payload as a person reads it. */
export interface ReadablePayload {
  readonly format: 'JSON' | 'text' | 'base64';
  readonly text: string;
  /** Whether only its beginning is shown. */
  readonly isCut: boolean;
}

/** The body of an event as text: JSON indented, bytes that are no UTF-8 in base64. */
export function readablePayload(rawBody: Uint8Array): ReadablePayload {
  const bytes = Buffer.from(rawBody);
  if (!isUtf8(bytes)) return cut('base64', bytes.toString('base64'));
  const text = bytes.toString('utf8');
  return isJson(text) ? cut('JSON', indented(text)) : cut('text', text);
}

function cut(format: ReadablePayload['format'], text: string): ReadablePayload {
  return { format, text: text.slice(0, MAX_LENGTH).toWellFormed(), isCut: text.length > MAX_LENGTH };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // a form, XML
  }
}

/** A string, a bracket, a comma, a colon, or a number or word. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

/**
 * JSON on lines of its own, token by token: reading it and writing it again would change what JavaScript cannot hold
 * (2^53 + 1, repeated keys).
 */
function indented(json: string): string {
  let depth = 0;
  let length = 0;
  const parts: string[] = [];
  const line = () => `\n${'  '.repeat(Math.min(depth, MAX_INDENT))}`;
  let before = '';
  for (const [token] of json.matchAll(TOKEN)) {
    const closes = token === ']' || token === '}';
    if (closes) depth -= 1;
    const isFirst = before === '[' || before === '{';
    const begins = closes ? !isFirst : isFirst || before === ',';
    const part = `${begins ? line() : ''}${token}${token === ':' ? ' ' : ''}`;
    parts.push(part);
    if (token === '[' || token === '{') depth += 1;
    before = token;
    length += part.length;
    if (length > MAX_LENGTH) break;
  }
  return parts.join('');
}
