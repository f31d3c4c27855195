import type {
  NumberShape,
  ObjectShape,
  Property,
  ReferenceShape,
  Shape,
  StringShape,
} from '../schemas/shape.js';
import { comment, docstring } from './docstring.js';
import { call, chain, hugging, list, object, type Entry, type Link } from './expressions.js';
import { sequence, type Layout } from './layout.js';
import { numeral, propertyName, quoted } from './literals.js';

/** What the names in shapes are, and what else has to be known of them. */
export interface Names {
  nameOf(reference: ReferenceShape): string;
  /** Whether alternatives are told apart by the constants of one property, and zod can see them. */
  isDiscriminated(options: readonly Shape[], property: string): boolean;
}

/** An expression: what it begins with, and what is called on it. */
interface Expression {
  readonly head: Layout;
  readonly links: readonly Link[];
}

/** The zod schema of a shape, as code. */
export function zodCode(shape: Shape, names: Names): Layout {
  const { head, links } = new ZodWriter(names).write(shape);
  return chain(head, links);
}

/** The same where it may be left out. */
export function optionalZodCode(shape: Shape, names: Names): Layout {
  const { head, links } = new ZodWriter(names).optional(shape);
  return chain(head, links);
}

class ZodWriter {
  constructor(private readonly names: Names) {}

  code(shape: Shape): Layout {
    const { head, links } = this.write(shape);
    return chain(head, links);
  }

  optional(shape: Shape): Expression {
    if (shape.kind === 'nullable') return also(this.write(shape.inner), 'nullish');
    return also(this.write(shape), 'optional');
  }

  write(shape: Shape): Expression {
    switch (shape.kind) {
      case 'reference':
        return { head: this.names.nameOf(shape), links: [] };
      case 'nullable':
        return also(this.write(shape.inner), 'nullable');
      case 'string':
        return stringExpression(shape);
      case 'number':
        return numberExpression(shape);
      case 'literal':
        return z('literal', literalsCode(shape.values));
      case 'enum':
        return shape.open
          ? { head: hugging('openEnum', list(shape.values.map(quoted))), links: [] }
          : z('enum', list(shape.values.map(quoted)));
      case 'array':
        return limited(wrapping('array', this.code(shape.items)), { min: shape.min, max: shape.max });
      case 'record':
        return wrapping('record', 'z.string()', this.code(shape.values));
      case 'object':
        return this.objectExpression(shape);
      case 'union':
        return this.unionExpression(shape.options, shape.discriminator);
      case 'intersection':
        return this.intersectionExpression(shape.parts);
      case 'bytes':
        return z('instanceof', 'Uint8Array');
      case 'file':
        return z('instanceof', 'Blob');
      default:
        return z(shape.kind);
    }
  }

  private objectExpression({ properties, others }: ObjectShape): Expression {
    const entries = object(properties.map((property) => this.entry(property)));
    const kind = { kept: 'looseObject', refused: 'strictObject', dropped: 'object' } as const;
    if (typeof others === 'string') return z(kind[others], entries);
    const { links } = z('object', entries);
    return { head: 'z', links: [...links, { call: call('.catchall', this.code(others)) }] };
  }

  private entry({ name, shape, required, doc }: Property): Entry {
    const { head, links } = required ? this.write(shape) : this.optional(shape);
    const why = shape.kind === 'unknown' && shape.why !== undefined ? comment(`Unknown: ${shape.why}.`) : [];
    return { above: [...docstring(doc), ...why], name: propertyName(name), value: chain(head, links) };
  }

  private unionExpression(options: readonly Shape[], discriminator: string | undefined): Expression {
    const written = list(options.map((option) => this.code(option)));
    if (discriminator !== undefined && this.names.isDiscriminated(options, discriminator)) {
      return z('discriminatedUnion', quoted(discriminator), written);
    }
    return z('union', written);
  }

  private intersectionExpression([first, ...others]: readonly Shape[]): Expression {
    if (!first) return z('unknown');
    const [second] = others;
    if (!second) return this.write(first);
    const rest: Shape = others.length === 1 ? second : { kind: 'intersection', parts: others };
    return wrapping('intersection', this.code(first), this.code(rest));
  }
}

/** A call on `z` whose last argument, an object or a list, stands together with the brackets. */
function z(method: string, ...args: readonly Layout[]): Expression {
  return { head: 'z', links: [{ call: hugging(`.${method}`, ...args) }] };
}

/** A call on `z` with other schemas in it. */
function wrapping(method: string, ...args: readonly Layout[]): Expression {
  return { head: 'z', links: [{ call: call(`.${method}`, ...args) }] };
}

function also({ head, links }: Expression, method: string): Expression {
  return { head, links: [...links, { call: `.${method}()` }] };
}

function limited(
  { head, links }: Expression,
  limits: Readonly<Record<string, number | undefined>>,
): Expression {
  const more = Object.entries(limits).flatMap(([method, limit]): Link[] =>
    limit === undefined ? [] : [{ call: `.${method}(${numeral(limit)})` }],
  );
  return { head, links: [...links, ...more] };
}

function stringExpression({ format, min, max, pattern }: StringShape): Expression {
  const checked = limited(FORMATS[format ?? 'none'], { min, max });
  if (pattern === undefined) return checked;
  const expression = sequence(`.regex(/${pattern}/u)`);
  return { ...checked, links: [...checked.links, { call: expression, wide: pattern.length > 5 }] };
}

const FORMATS: Readonly<Record<NonNullable<StringShape['format']> | 'none', Expression>> = {
  none: z('string'),
  guid: z('guid'),
  email: z('email'),
  url: z('url'),
  ipv4: z('ipv4'),
  ipv6: z('ipv6'),
  base64: z('base64'),
  'iso.date': { head: 'z.iso', links: [{ call: '.date()' }] },
  'iso.datetime': { head: 'z.iso', links: [{ call: '.datetime({ offset: true })' }] },
};

function numberExpression({ whole, min, max, above, below, multipleOf }: NumberShape): Expression {
  return limited(z(whole ? 'int' : 'number'), { min, gt: above, max, lt: below, multipleOf });
}

function literalsCode(values: readonly (string | number | boolean)[]): Layout {
  const written = values.map((value) => (typeof value === 'string' ? quoted(value) : String(value)));
  return written.length === 1 ? (written[0] ?? '') : list(written);
}
