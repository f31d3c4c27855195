/** What the signature of a webhook can cover, by the names that a template has for it. */
export const WEBHOOK_PARTS = ['body', 'timestamp', 'id', 'method', 'url'] as const;

export type SignedPart = (typeof WEBHOOK_PARTS)[number];

/** A template such as `v0:{timestamp}:{body}`, cut into what is always the same and what the request fills in. */
export type SignedContent<Part extends string = SignedPart> = readonly ({ text: string } | { part: Part })[];

/** @returns `undefined` when a brace is left over, or names none of the parts */
export function parseSignedContent<Part extends string>(
  template: string,
  parts: readonly Part[],
): SignedContent<Part> | undefined {
  // With a group in its separator, split gives texts and names in turns.
  const pieces = template.split(/\{([a-z_\d]+)\}/);
  const content: ({ text: string } | { part: Part })[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 0) {
      if (/[{}]/.test(piece)) return undefined;
      if (piece) content.push({ text: piece });
    } else {
      const part = parts.find((name) => name === piece);
      if (!part) return undefined;
      content.push({ part });
    }
  }
  return content;
}

/** Whether the template names this part. */
export function covers<Part extends string>(content: SignedContent<Part>, part: Part): boolean {
  return content.some((piece) => 'part' in piece && piece.part === part);
}

/** The bytes that were signed, in pieces. */
export function fillSignedContent<Part extends string, Value>(
  content: SignedContent<Part>,
  valueOf: (part: Part) => Value,
): (string | Value)[] {
  return content.map((piece) => ('text' in piece ? piece.text : valueOf(piece.part)));
}
