import type { Property, Shape } from '../schemas/shape.js';
import { docstring } from './docstring.js';
import { group, HARD_LINE, indented, joined, LINE, sequence, SOFT_LINE, type Layout } from './layout.js';
import { numeral, propertyName, quoted } from './literals.js';
import type { Names } from './zod-code.js';

/** The TypeScript type of a shape, as code: for schemas that lead back to themselves, which zod cannot infer. */
export function typeCode(shape: Shape, names: Names): Layout {
  return group(joined(alternatives(shape, names), sequence(LINE, '| ')));
}

/** The types of which a value has one. */
function alternatives(shape: Shape, names: Names): Layout[] {
  switch (shape.kind) {
    case 'reference':
      return [names.nameOf(shape)];
    case 'literal':
      return shape.values.map(literalType);
    case 'enum':
      return [...shape.values.map(quoted), ...(shape.open ? ['(string & {})'] : [])];
    case 'array':
      return [sequence(parenthesised(shape.items, names), '[]')];
    case 'record':
      return [sequence('{ [name: string]: ', typeCode(shape.values, names), ' }')];
    case 'object':
      return [membersCode(shape, names)];
    case 'union':
      return shape.options.flatMap((option) => alternatives(option, names));
    case 'nullable':
      return [...alternatives(shape.inner, names), 'null'];
    case 'intersection': {
      const parts = shape.parts.map((part) => parenthesised(part, names));
      return [joined(parts, ' & ')];
    }
    case 'bytes':
      return ['Uint8Array'];
    case 'file':
      return ['Blob'];
    default:
      return [shape.kind];
  }
}

/** The members of an object type, in braces. */
export function membersCode(
  { properties, others }: Extract<Shape, { kind: 'object' }>,
  names: Names,
): Layout {
  const isOpen = others === 'kept' || typeof others !== 'string';
  const members = [
    ...properties.map((property) => memberCode(property, names)),
    ...(isOpen ? ['[name: string]: unknown;'] : []),
  ];
  if (members.length === 0) return 'Record<string, never>';
  return sequence('{', indented(HARD_LINE, joined(members, HARD_LINE)), HARD_LINE, '}');
}

function memberCode({ name, shape, required, doc }: Property, names: Names): Layout {
  const options = alternatives(shape, names);
  // For those who compile with exactOptionalPropertyTypes: zod may leave it there, undefined.
  const type = required || shape.kind === 'unknown' ? options : [...options, 'undefined'];
  return sequence(...docstring(doc), propertyName(name), required ? ':' : '?:', assigned(type), ';');
}

function parenthesised(shape: Shape, names: Names): Layout {
  const types = alternatives(shape, names);
  if (types.length === 1 && shape.kind !== 'intersection') return sequence(...types);
  return group('(', indented(SOFT_LINE, joined(types, sequence(LINE, '| '))), SOFT_LINE, ')');
}

/** After a colon: in the same line, or each alternative in a line of its own. */
function assigned(types: readonly Layout[]): Layout {
  const [only] = types;
  if (types.length === 1 && only !== undefined) return sequence(' ', only);
  return group(
    indented(
      LINE,
      BAR,
      joined(
        types.map((type) => indented(type)),
        sequence(LINE, '| '),
      ),
    ),
  );
}

/** Before the first alternative, where each has a line of its own. */
const BAR: Layout = { kind: 'break', flat: '', broken: '| ', newLine: false, always: false };

function literalType(value: string | number | boolean): string {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' ? numeral(value) : String(value);
}
