import { SalesforceRefusal } from './refusal.js';

/** A piece of a query. A string's `text` is as it was written, between its quotes. */
export interface Token {
  readonly kind: 'end' | 'literal' | 'name' | 'operator' | 'string';
  readonly text: string;
  /** Where it begins, counted from 0. */
  readonly at: number;
}

const PIECE =
  /\s*(?:(?<string>'(?:[^'\\]|\\[\s\S])*')|(?<literal>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)|-?\d+(?:\.\d+)?)|(?<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)|(?<operator><=|>=|!=|<>|[=<>(),]))/y;

const KINDS = ['string', 'literal', 'name', 'operator'] as const;

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** What a backslash makes of what follows it. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g;

/** @throws SalesforceRefusal (MALFORMED_QUERY) for what is no piece of a query */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  let at = 0;
  for (;;) {
    const match = PIECE.exec(query);
    if (!match) break;
    const kind = KINDS.find((each) => match.groups?.[each] !== undefined) ?? 'operator';
    const text = match.groups?.[kind] ?? '';
    tokens.push({
      kind,
      text: kind === 'string' ? text.slice(1, -1) : text,
      at: PIECE.lastIndex - text.length,
    });
    at = PIECE.lastIndex;
  }
  const rest = query.slice(at);
  if (rest.trim() !== '') {
    const first = rest.trimStart();
    const what = first.startsWith("'")
      ? "unexpected token: '<EOF>'"
      : `unexpected char: '${first.slice(0, 1)}'`;
    throw malformed(query, query.length - first.length, what);
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at: query.length }];
}

/**
 * What a string stands for.
 * @throws SalesforceRefusal for a backslash before anything that has no meaning with it
 */
export function unescaped(query: string, { text, at }: Token): string {
  return text.replace(ESCAPE, (_all, code: string | undefined, character: string | undefined) =>
    code === undefined ? characterOf(character ?? '', query, at) : fromCode(code),
  );
}

/**
 * What a string matches as the right side of a LIKE: `%` is any text and `_` any character, unless a backslash stands
 * before them; case does not matter.
 */
export function likePattern(query: string, { text, at }: Token): RegExp {
  const source = text.replace(
    /\\(?:u([0-9a-fA-F]{4})|([\s\S]))|([\s\S])/g,
    (_all, code: string | undefined, escape: string | undefined, plain: string | undefined) => {
      if (plain === '%') return '[\\s\\S]*';
      if (plain === '_') return '[\\s\\S]';
      if (escape === '%' || escape === '_') return literally(escape);
      if (code !== undefined) return literally(fromCode(code));
      return literally(escape === undefined ? (plain ?? '') : characterOf(escape, query, at));
    },
  );
  return new RegExp(`^${source}$`, 'i');
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
export function malformed(query: string, at: number, what: string): SalesforceRefusal {
  return new SalesforceRefusal(400, {
    errorCode: 'MALFORMED_QUERY',
    message: `\n${query.slice(Math.max(0, at - 40), at + 40)}\n${' '.repeat(Math.min(40, at))}^\nERROR at Row:1:Column:${at + 1}\n${what}`,
  });
}

function characterOf(escape: string, query: string, at: number): string {
  if (/[\\'"]/.test(escape)) return escape;
  const character = LETTERS[escape.toLowerCase()];
  if (character !== undefined) return character;
  throw malformed(query, at, `Invalid string literal: '\\${escape}'. Illegal character sequence`);
}

function fromCode(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
