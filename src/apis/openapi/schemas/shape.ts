import type { Doc } from '../code/docstring.js';

/** Whether values go out, or come back: what is sent is checked, what comes is read with tolerance. */
export type Side = 'input' | 'answer';

/** What a value looks like, for types and for zod. */
export type Shape =
  | { readonly kind: 'unknown'; readonly why?: string }
  | { readonly kind: 'never' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'file' }
  | StringShape
  | NumberShape
  | { readonly kind: 'literal'; readonly values: readonly Literal[] }
  /** `open`: others may come, too. */
  | { readonly kind: 'enum'; readonly values: readonly string[]; readonly open: boolean }
  | { readonly kind: 'array'; readonly items: Shape; readonly min?: number; readonly max?: number }
  | { readonly kind: 'record'; readonly values: Shape }
  | ObjectShape
  | { readonly kind: 'union'; readonly options: readonly Shape[]; readonly discriminator?: string }
  | { readonly kind: 'intersection'; readonly parts: readonly Shape[] }
  | { readonly kind: 'nullable'; readonly inner: Shape }
  | ReferenceShape;

export type Literal = string | number | boolean;

export interface StringShape {
  readonly kind: 'string';
  /** What checks it: `email`, `iso.date`. */
  readonly format?: StringFormat;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

export type StringFormat =
  'iso.datetime' | 'iso.date' | 'guid' | 'email' | 'url' | 'ipv4' | 'ipv6' | 'base64';

export interface NumberShape {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
  readonly multipleOf?: number;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly properties: readonly Property[];
  /** What becomes of properties that are not named here: dropped, refused, kept, or of that shape. */
  readonly others: 'dropped' | 'refused' | 'kept' | Shape;
}

export interface Property {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly doc: Doc;
}

/** A schema of its own, by its place in the document: `#/components/schemas/User`. */
export interface ReferenceShape {
  readonly kind: 'reference';
  readonly pointer: string;
  readonly side: Side;
}

export const UNKNOWN: Shape = { kind: 'unknown' };

/** The shapes that a shape is made of. */
export function innerShapes(shape: Shape): readonly Shape[] {
  switch (shape.kind) {
    case 'array':
      return [shape.items];
    case 'record':
      return [shape.values];
    case 'object': {
      const inner = shape.properties.map((property) => property.shape);
      return typeof shape.others === 'string' ? inner : [...inner, shape.others];
    }
    case 'union':
      return shape.options;
    case 'intersection':
      return shape.parts;
    case 'nullable':
      return [shape.inner];
    default:
      return [];
  }
}

/** The references in a shape, however deep. */
export function referencesIn(shape: Shape): ReferenceShape[] {
  return shape.kind === 'reference' ? [shape] : innerShapes(shape).flatMap(referencesIn);
}

/** A shape with something else in the place of each of its references. */
export function replaceReferences(shape: Shape, replacement: (reference: ReferenceShape) => Shape): Shape {
  const replaced = (inner: Shape) => replaceReferences(inner, replacement);
  switch (shape.kind) {
    case 'reference':
      return replacement(shape);
    case 'array':
      return { ...shape, items: replaced(shape.items) };
    case 'record':
      return { ...shape, values: replaced(shape.values) };
    case 'object': {
      const properties = shape.properties.map((property) => ({
        ...property,
        shape: replaced(property.shape),
      }));
      const { others } = shape;
      return { ...shape, properties, others: typeof others === 'string' ? others : replaced(others) };
    }
    case 'union':
      return unionOf(shape.options.map(replaced), shape.discriminator);
    case 'intersection':
      return { ...shape, parts: shape.parts.map(replaced) };
    case 'nullable':
      return nullableOf(replaced(shape.inner));
    default:
      return shape;
  }
}

/** One of several shapes: each once, those of unions among them, `null` last. */
export function unionOf(options: readonly Shape[], discriminator?: string): Shape {
  const flat = options.flatMap((option): readonly Shape[] =>
    option.kind === 'union' && option.discriminator === undefined ? option.options : [option],
  );
  const bare = flat.flatMap((option) => (option.kind === 'nullable' ? [option.inner] : [option]));
  const nullable = flat.some(({ kind }) => kind === 'nullable' || kind === 'null');
  const distinct = [...new Map(bare.map((option) => [JSON.stringify(option), option])).values()];
  const others = distinct.filter(({ kind }) => kind !== 'null');
  if (others.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  const [only, second] = others;
  if (!only) return nullable ? { kind: 'null' } : { kind: 'never' };
  const union: Shape = second ? { kind: 'union', options: others, discriminator } : only;
  return nullable ? nullableOf(union) : union;
}

export function nullableOf(shape: Shape): Shape {
  return /^(?:nullable|null|unknown)$/.test(shape.kind) ? shape : { kind: 'nullable', inner: shape };
}
