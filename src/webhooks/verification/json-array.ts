import { z } from 'zod';
import { readJson } from './json-body.js';

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const WHITESPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * The elements of a JSON array, each as the very bytes that stand in the body, without the whitespace around them: where
 * one request carries many events, each is kept as it came. The slices are views of the body, not copies.
 * @throws MalformedWebhookError when the body is not JSON, or not an array
 */
export function splitJsonArray(rawBody: Uint8Array): Uint8Array[] {
  // JSON.parse knows the grammar, so that what follows only has to find the commas of the outermost array.
  readJson(rawBody, z.array(z.unknown()), 'a list of events');
  const elements: Uint8Array[] = [];
  let start = 0;
  let depth = 0;
  let inString = false;
  const endElement = (end: number) => {
    const element = trim(rawBody, start, end);
    if (element.length) elements.push(element);
    start = end + 1;
  };
  for (let at = 0; at < rawBody.length; at += 1) {
    const byte = rawBody[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth === 1) start = at + 1;
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      depth -= 1;
      if (depth === 0) endElement(at);
    } else if (byte === COMMA && depth === 1) {
      endElement(at);
    }
  }
  return elements;
}

function trim(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const isSpace = (at: number) => WHITESPACE.has(bytes[at] ?? 0);
  let [first, last] = [start, end];
  while (first < last && isSpace(first)) first += 1;
  while (last > first && isSpace(last - 1)) last -= 1;
  return bytes.subarray(first, last);
}
