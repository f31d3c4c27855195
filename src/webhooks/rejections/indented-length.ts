/**
 * How long JSON gets, in characters, once JSON.stringify indents it by so many spaces for each level. It is found without
 * writing it: of 1 MB of `[[[…1,1,1…]]]`, the spaces alone would be hundreds of MB.
 * @param compact as JSON.stringify writes it without an indent
 */
export function indentedLength(compact: string, indent: number): number {
  let length = compact.length;
  let depth = 0;
  let at = 0;
  const breakLine = () => (length += 1 + depth * indent);
  while (at < compact.length) {
    const character = compact[at];
    if (character === '"') at = endOfString(compact, at);
    else if (character === ':') length += 1;
    else if (character === ',') breakLine();
    else if (isOpening(character) && isClosing(compact[at + 1]))
      at += 1; // empty ones stay on their line
    else if (isOpening(character)) {
      depth += 1;
      breakLine();
    } else if (isClosing(character)) {
      depth -= 1;
      breakLine();
    }
    at += 1;
  }
  return length;
}

function isOpening(character: string | undefined): boolean {
  return character === '[' || character === '{';
}

function isClosing(character: string | undefined): boolean {
  return character === ']' || character === '}';
}

/** Where the quotation mark is that ends the string which begins here. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"' && at < json.length) at += json[at] === '\\' ? 2 : 1;
  return at;
}
