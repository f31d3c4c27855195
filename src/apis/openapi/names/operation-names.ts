import type { FoundOperation, Method } from '../operations/operation.js';
import { camelCase, latinWordsOf, uniqueName } from './words.js';

/** Words of paths that say nothing about what is behind them. */
const EMPTY_WORD = /^(?:v\d+(?:alpha|beta)?\d*|api|apis|rest)$/;

/** No property of an object can safely be called so. */
const UNSAFE = new Set(['then', 'constructor', 'prototype']);

/**
 * A name for each operation of a document, `users.list`: the group by its first tag or the first telling segment of its
 * path, the rest by its `operationId` without the words of the group, or by method and path.
 */
export function operationNames(found: readonly FoundOperation[]): Map<FoundOperation, string> {
  const names = new Map<FoundOperation, string>();
  const taken = new Set<string>();
  for (const each of found) {
    const group = groupOf(each);
    const own = ownWords(each, group);
    const further = nounsOf(each, group).filter((word) => !own.includes(word));
    const candidates = [own, [...further, ...own], [...own, ...further, each.method]].map(
      (words) => `${safeName(group, 'api')}.${safeName(words, each.method)}`,
    );
    const free = candidates.find((name) => !taken.has(name));
    const name = free ?? uniqueName(candidates[0] ?? '', taken);
    taken.add(name);
    names.set(each, name);
  }
  return names;
}

function groupOf({ path, operation: { tags = [] } }: FoundOperation): string[] {
  const tag = latinWordsOf(tags[0] ?? '');
  return tag.length > 0 ? tag : latinWordsOf(segmentsOf(path).find((segment) => !isEmpty(segment)) ?? '');
}

/** What an operation is called within its group. */
function ownWords(found: FoundOperation, group: readonly string[]): string[] {
  const { operationId = '' } = found.operation;
  const whole = latinWordsOf(operationId);
  if (whole.length === 0 || isMadeOfPath(whole, found)) return wordsByMethod(found, group);
  const last = latinWordsOf(operationId.split(/[./]/).at(-1) ?? '');
  const words = last.length > 0 ? last : whole;
  const own = withoutGroup(words, group);
  return own.length > 0 ? own : words;
}

/** Whether an id was made of method and path by a machine, such as `GetPaymentIntentsIntent`. */
function isMadeOfPath([first, ...words]: readonly string[], { method, path }: FoundOperation): boolean {
  if (first !== method || words.length === 0) return false;
  const inPath = latinWordsOf(path);
  const segments = segmentsOf(path)
    .filter((segment) => !isEmpty(segment))
    .flatMap(latinWordsOf);
  return words.every((word) => inPath.includes(word)) && segments.every((word) => words.includes(word));
}

/** `list`, `get`, `create`, `update`, `delete`, or what is done to one of them: `capture`. */
function wordsByMethod(found: FoundOperation, group: readonly string[]): string[] {
  const { method, path } = found;
  const nouns = nounsOf(found, group);
  const ofOne = path.endsWith('}');
  const underOne = path.includes('{') && !ofOne;
  const last = nouns.at(-1);
  if (method === 'post' && underOne && last !== undefined) return [last, ...inSingular(nouns.slice(0, -1))];
  const verb = VERBS[method];
  if (method === 'get' && !ofOne) return [isPlural(last) ? 'list' : 'get', ...nouns];
  if (method === 'post' && ofOne) return ['update', ...inSingular(nouns)];
  return [verb, ...inSingular(nouns)];
}

const VERBS: Readonly<Record<Method, string>> = {
  get: 'get',
  post: 'create',
  put: 'replace',
  patch: 'update',
  delete: 'delete',
  head: 'check',
};

/** What a path is about, beside its group: what stands before that says where the API begins. */
function nounsOf({ path }: FoundOperation, group: readonly string[]): string[] {
  const segments = segmentsOf(path)
    .filter((segment) => !isEmpty(segment))
    .map(latinWordsOf);
  const at = segments.findIndex((words) => words.length > 0 && withoutGroup(words, group).length === 0);
  return segments.slice(at + 1).flatMap((words) => withoutGroup(words, group));
}

function inSingular(words: readonly string[]): string[] {
  return words.map((word, index) => (index === words.length - 1 ? singular(word) : word));
}

/** Without a noun of its own, it is about all of the group. */
function isPlural(noun: string | undefined): boolean {
  return noun === undefined || singular(noun) !== noun;
}

/** Without the words of the group, in one run: `list`, `users` of `users` is `list`. */
function withoutGroup(words: readonly string[], group: readonly string[]): string[] {
  const isGroup = (start: number) =>
    group.every((word, index) => isSameWord(words[start + index] ?? '', word));
  const start = words.findIndex((_word, index) => group.length > 0 && isGroup(index));
  return start < 0 ? [...words] : [...words.slice(0, start), ...words.slice(start + group.length)];
}

/** One or many of them. */
function isSameWord(word: string, other: string): boolean {
  return singular(word) === singular(other);
}

function singular(word: string): string {
  if (word.length < 4) return word;
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=s|x|ch|sh)es$/, '')
    .replace(/(?<!s)s$/, '');
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
}

function isEmpty(segment: string): boolean {
  return EMPTY_WORD.test(segment.toLowerCase());
}

/** A name that JavaScript and `defineApi` take. */
function safeName(words: readonly string[], otherwise: string): string {
  const name = camelCase(words) || otherwise;
  if (UNSAFE.has(name)) return `${name}It`;
  return /^\d/.test(name) ? `n${name}` : name;
}
