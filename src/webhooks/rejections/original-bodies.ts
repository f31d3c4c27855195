import { isUtf8 } from 'node:buffer';
import { indentedLength } from './indented-length.js';

/** A body as it may have been when it was signed, and what must have happened to it on the way. */
export interface OriginalBody {
  /** As a sentence without its end: `a line break was cut off at the end`. */
  change: string;
  body: Uint8Array;
}

/** Longer bodies are not looked into, in bytes: they are not kept whole, so that nobody could verify them again. */
const MAX_BODY_BYTES = 256 * 1024;

/**
 * How long the JSON that arrived may get in another layout, in characters. Whoever signs indents what is meant to be
 * read: that seldom doubles it, but for small bodies. A forger makes the spaces alone fill the memory.
 */
const maxLayoutLength = (arrived: number) => 2 * arrived + 16 * 1024;

interface Layout {
  /** Spaces for each level, of what JSON.stringify is to write for it. */
  indent: number;
  write(value: unknown): string;
}

/** How those who sign write JSON: each layout with each way of escaping. */
const LAYOUTS: Record<string, Layout> = {
  compact: { indent: 0, write: (value) => JSON.stringify(value) },
  'indented by two spaces': { indent: 2, write: (value) => JSON.stringify(value, null, 2) },
  // As Python writes it. Line breaks are between tokens only: those inside strings are escaped.
  'with spaces after commas and colons': {
    indent: 1,
    write: (value) => JSON.stringify(value, null, 1).replace(/,\n */g, ', ').replace(/\n */g, ''),
  },
};
const ESCAPES: Record<string, (json: string) => string> = {
  '': (json) => json,
  ' and with \\u escapes': escapeNonAscii,
  // As PHP writes it.
  ' and with \\/ and \\u escapes': (json) => escapeNonAscii(json).replaceAll('/', String.raw`\/`),
};

/**
 * What proxies and frameworks do to a body, undone: each is a body that may have been signed. None is ever let in, as
 * what was altered once may have been altered twice; they only tell what went wrong. Nobody has verified what arrived, so
 * that the time and the memory that this takes are bounded, whatever it is.
 * @param mayWrite asked before JSON is written anew, with how many characters that takes; what it refuses is left out
 */
export function* originalBodies(
  arrived: Uint8Array,
  mayWrite: (characters: number) => boolean,
): Generator<OriginalBody> {
  if (arrived.length > MAX_BODY_BYTES) return;
  const bytes = Buffer.from(arrived.buffer, arrived.byteOffset, arrived.byteLength);
  yield* otherLineBreaks(bytes);
  yield* otherJson(bytes, mayWrite);
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

function* otherJson(bytes: Buffer, mayWrite: (characters: number) => boolean): Generator<OriginalBody> {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : '';
  const json = readAndWritten(text);
  if (!json) return;
  const seen = new Set([text]);
  for (const [layout, { indent, write }] of Object.entries(LAYOUTS)) {
    const length = indent ? indentedLength(json.compact, indent) : json.compact.length;
    if (length > maxLayoutLength(text.length) || !mayWrite(length)) continue;
    const laidOut = write(json.value);
    for (const [escapes, escape] of Object.entries(ESCAPES)) {
      if (escapes && !mayWrite(length)) continue;
      const written = escape(laidOut);
      if (seen.has(written)) continue;
      seen.add(written);
      const change = `its JSON was read and written anew (it was signed ${layout}${escapes})`;
      yield { change, body: Buffer.from(written) };
    }
  }
}

/** `undefined` when the text is not JSON, or so deep that it cannot be written again. */
function readAndWritten(text: string): { value: unknown; compact: string } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value, compact: JSON.stringify(value) };
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
