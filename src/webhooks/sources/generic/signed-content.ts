const PLACEHOLDERS = ['body', 'timestamp', 'id', 'method', 'url'] as const;

/** What a signature can cover: parts of the request, by the name that a template has for them. */
export type SignedPart = (typeof PLACEHOLDERS)[number];

/** A template such as `v0:{timestamp}:{body}`, cut into what is always the same and what the request fills in. */
export type SignedContent = readonly ({ text: string } | { part: SignedPart })[];

/** @returns `undefined` when a brace is left over, or names no {@link SignedPart} */
export function parseSignedContent(template: string): SignedContent | undefined {
  // With a group in its separator, split gives texts and names in turns.
  const pieces = template.split(/\{([a-z]+)\}/);
  const content: ({ text: string } | { part: SignedPart })[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 0) {
      if (/[{}]/.test(piece)) return undefined;
      if (piece) content.push({ text: piece });
    } else {
      const part = PLACEHOLDERS.find((name) => name === piece);
      if (!part) return undefined;
      content.push({ part });
    }
  }
  return content;
}

/** Whether the template names this part. */
export function covers(content: SignedContent, part: SignedPart): boolean {
  return content.some((piece) => 'part' in piece && piece.part === part);
}

/** The bytes that were signed, in pieces. */
export function fillSignedContent<Value>(
  content: SignedContent,
  valueOf: (part: SignedPart) => Value,
): (string | Value)[] {
  return content.map((piece) => ('text' in piece ? piece.text : valueOf(piece.part)));
}
