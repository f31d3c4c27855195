import { parsePayload } from '../../verification/json-body.js';

/** The payload for handlers: the JSON of a body that is JSON, the text of any other. */
export function jsonOrText(rawBody: Uint8Array): unknown {
  try {
    return parsePayload(rawBody);
  } catch (error) {
    if (error instanceof SyntaxError) return new TextDecoder().decode(rawBody);
    throw error;
  }
}
