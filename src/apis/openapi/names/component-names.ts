import { stepsOf } from '../document/openapi-document.js';
import type { Side } from '../schemas/shape.js';
import { pascalCase, uniqueName, wordsOf } from './words.js';

interface Used {
  readonly pointer: string;
  readonly side: Side;
}

/**
 * Names for schemas: that of the document as one word, `UserInput` for what goes out where that differs from what comes
 * back.
 * @param alike pointers of those that do not differ
 * @param known the names of all schemas of the document, so that choosing other operations changes no name
 * @param taken names that are in use
 * @returns by side and pointer
 */
export function componentNames(
  used: readonly Used[],
  alike: ReadonlySet<string>,
  known: readonly string[],
  taken: ReadonlySet<string>,
): Map<string, string> {
  const claimed = new Set(taken);
  const own = new Map<string, string>();
  for (const pointer of [...known, ...used.map((each) => each.pointer)]) {
    if (own.has(pointer)) continue;
    const name = uniqueName(typeName(pointer), claimed);
    claimed.add(name);
    own.set(pointer, name);
  }
  const answers = new Set(used.filter(({ side }) => side === 'answer').map(({ pointer }) => pointer));
  return new Map(
    used.map(({ pointer, side }) => {
      const plain = own.get(pointer) ?? '';
      const differs = side === 'input' && answers.has(pointer) && !alike.has(pointer);
      const name = differs ? uniqueName(`${plain}Input`, claimed) : plain;
      claimed.add(name);
      return [`${side} ${pointer}`, name];
    }),
  );
}

function typeName(pointer: string): string {
  const steps = stepsOf(pointer);
  const isComponent = steps.length === 3 && steps[0] === 'components';
  const words = (isComponent ? steps.slice(2) : steps.slice(-3)).flatMap(wordsOf);
  const name = pascalCase(words).replaceAll(/[^\p{ID_Continue}]/gu, '');
  return /^\p{ID_Start}/u.test(name) ? name : `Schema${name}`;
}
