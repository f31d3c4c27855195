import { isUtf8 } from 'node:buffer';

/** A body as it may have been when it was signed, and what must have happened to it on the way. */
export interface OriginalBody {
  /** As a sentence without its end: `a line break was cut off at the end`. */
  change: string;
  body: Uint8Array;
}

/** How those who sign write JSON: each layout with each way of escaping. */
const LAYOUTS: Record<string, (value: unknown) => string> = {
  compact: (value) => JSON.stringify(value),
  'indented by two spaces': (value) => JSON.stringify(value, null, 2),
  // As Python writes it. Line breaks are between tokens only: those inside strings are escaped.
  'with spaces after commas and colons': (value) =>
    JSON.stringify(value, null, 1).replace(/,\n */g, ', ').replace(/\n */g, ''),
};
const ESCAPES: Record<string, (json: string) => string> = {
  '': (json) => json,
  ' and with \\u escapes': escapeNonAscii,
  // As PHP writes it.
  ' and with \\/ and \\u escapes': (json) => escapeNonAscii(json).replaceAll('/', String.raw`\/`),
};

/**
 * What proxies and frameworks do to a body, undone: each is a body that may have been signed. None is ever let in, as
 * what was altered once may have been altered twice; they only tell what went wrong.
 */
export function* originalBodies(arrived: Uint8Array): Generator<OriginalBody> {
  const bytes = Buffer.from(arrived.buffer, arrived.byteOffset, arrived.byteLength);
  yield* otherLineBreaks(bytes);
  yield* otherJson(bytes);
}

function* otherLineBreaks(bytes: Buffer): Generator<OriginalBody> {
  const text = bytes.toString('latin1'); // one character for each byte, there and back
  const body = (changed: string) => Buffer.from(changed, 'latin1');
  yield { change: 'a line break was cut off at its end', body: body(`${text}\n`) };
  if (text.endsWith('\n')) {
    yield { change: 'a line break was added at its end', body: body(text.replace(/\r?\n$/, '')) };
  }
  const unix = text.replaceAll('\r\n', '\n');
  if (unix !== text) yield { change: 'its line breaks were changed from LF to CRLF', body: body(unix) };
  else if (text.includes('\n')) {
    const windows = text.replaceAll('\n', '\r\n');
    yield { change: 'its line breaks were changed from CRLF to LF', body: body(windows) };
  }
  if (text.startsWith('\xef\xbb\xbf')) {
    yield { change: 'a byte order mark was put in front of it', body: bytes.subarray(3) };
  }
}

function* otherJson(bytes: Buffer): Generator<OriginalBody> {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : '';
  const seen = new Set([text]);
  for (const [layout, write] of Object.entries(LAYOUTS)) {
    const json = rewrite(text, write);
    if (json === undefined) return;
    for (const [escapes, escape] of Object.entries(ESCAPES)) {
      const written = escape(json);
      if (seen.has(written)) continue;
      seen.add(written);
      const change = `its JSON was read and written anew (it was signed ${layout}${escapes})`;
      yield { change, body: Buffer.from(written) };
    }
  }
}

/** `undefined` when the text is not JSON, or so deep that it cannot be written again. */
function rewrite(text: string, write: (value: unknown) => string): string | undefined {
  try {
    return write(JSON.parse(text));
  } catch {
    return undefined; // Then nobody on the way has read and written it as JSON either.
  }
}

function escapeNonAscii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
