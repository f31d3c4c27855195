import type { OutboundResponse } from '../../outbound/outbound-call.js';

/**
 * An XML document as text, by the charset of its content type or else of its declaration (RFC 7303, 3); `undefined` for
 * a charset that nobody knows.
 */
export function xmlText({ headers, body }: Pick<OutboundResponse, 'headers' | 'body'>): string | undefined {
  const declaration = body.subarray(0, 200).toString('latin1');
  const charset =
    /charset="?([\w.:-]+)/i.exec(headers['content-type'] ?? '')?.[1] ??
    /^<\?xml[^>]+encoding=["']([\w.:-]+)/.exec(declaration)?.[1];
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return undefined;
  }
}

/** The entities that every XML document has (XML 1.0, 4.6). Whatever else a document declares is never looked up. */
const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const REFERENCE = /&(?:#0*(?<decimal>\d{1,7})|#x0*(?<hex>[\da-f]{1,6})|(?<name>lt|gt|amp|quot|apos));/gi;

/** A value as it is meant, with characters in the place of references to them. */
export function unescaped(text: string): string {
  return text.replace(REFERENCE, (reference: string, ...found: unknown[]) => {
    const { decimal, hex, name } = found.at(-1) as Record<string, string | undefined>;
    if (name !== undefined) return PREDEFINED[name] ?? reference;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : reference;
  });
}
