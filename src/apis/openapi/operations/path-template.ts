import { camelCase, latinWordsOf, uniqueName } from '../names/words.js';

/** A path as `defineApi` writes it. */
export interface PathTemplate {
  /** `/users/:id` */
  readonly path: string;
  /** The names in the document, and those in the path. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether the type of the input can be read off the path. */
  readonly typed: boolean;
  /** What follows a question mark, which no path should have. */
  readonly search: URLSearchParams;
}

/** What may follow a name in a path whose type is read off it. */
const AFTER_NAME = /^(?:$|[/.,;()-])/;

/**
 * `/users/{user-id}` as `/users/:userId`. Names that the input has already get `path` before them; colons of the path
 * itself, and what would read on as a part of a name, are percent-encoded.
 * @param taken other names of the input, among them `body` and `headers`
 */
export function pathTemplate(template: string, taken: ReadonlySet<string>): PathTemplate {
  const [plain = '', search = ''] = (template.split('#')[0] ?? '').split('?');
  const names = new Map<string, string>();
  const used = new Set(taken);
  let typed = true;
  let path = '';
  for (const [index, part] of plain.split(/\{([^{}]*)\}/).entries()) {
    if (index % 2 === 0) {
      const literal = literalOf(part, index > 0);
      if (index > 0 && !AFTER_NAME.test(literal)) typed = false;
      path += literal;
      continue;
    }
    const name = names.get(part) ?? uniqueName(nameOf(part, taken), used);
    used.add(name);
    names.set(part, name);
    path += `:${name}`;
  }
  return {
    path: path.startsWith('/') ? path : `/${path}`,
    names,
    typed,
    search: new URLSearchParams(search),
  };
}

function nameOf(name: string, taken: ReadonlySet<string>): string {
  const word = /^[A-Za-z]\w*$/.test(name)
    ? name
    : camelCase(latinWordsOf(name)).replace(/^(?=\d)/, 'p') || 'value';
  return taken.has(word) ? camelCase(['path', ...latinWordsOf(word)]) : word;
}

function literalOf(text: string, followsName: boolean): string {
  const encoded = text.toWellFormed().replaceAll(/[^\w/.~!$&'()*+,;=@%-]/gu, encodeURIComponent);
  return followsName
    ? encoded.replace(/^\w/, (first) => `%${first.charCodeAt(0).toString(16).toUpperCase()}`)
    : encoded;
}
