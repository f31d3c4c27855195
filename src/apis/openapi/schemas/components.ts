import type { Doc } from '../code/docstring.js';
import { componentNames } from '../names/component-names.js';
import type { Schemas } from './schemas.js';
import {
  innerShapes,
  referencesIn,
  replaceReferences,
  UNKNOWN,
  type ReferenceShape,
  type Shape,
  type Side,
} from './shape.js';
import { ShapeReader } from './shape-reader.js';
import { strongComponents } from './strong-components.js';

/** A schema with a name of its own in what is written. */
export interface Component {
  readonly name: string;
  readonly shape: Shape;
  readonly doc: Doc;
  /** It leads back to itself. */
  readonly recursive: boolean;
}

/** What is read of one schema for one side. */
interface Reading {
  readonly pointer: string;
  readonly side: Side;
  shape: Shape;
}

/** Everything that the chosen operations reach, each in the variant that its side needs. */
export class Components {
  private readonly readings = new Map<string, Reading>();
  private readonly readers: Readonly<Record<Side, ShapeReader>>;
  private names: ReadonlyMap<string, string> = new Map();

  constructor(private readonly schemas: Schemas) {
    this.readers = {
      input: new ShapeReader(schemas, 'input'),
      answer: new ShapeReader(schemas, 'answer'),
    };
  }

  reader(side: Side): ShapeReader {
    return this.readers[side];
  }

  /** What a shape is, once its references are followed. */
  resolve(shape: Shape): Shape {
    let current = shape;
    while (current.kind === 'reference') current = this.reading(current).shape;
    return current;
  }

  /** A shape as it is written: short ones in the place of references to them. */
  written(shape: Shape): Shape {
    return replaceReferences(shape, (reference) => {
      const resolved = this.resolve(reference);
      return isShort(resolved) ? resolved : reference;
    });
  }

  /** The name of what a reference refers to, once {@link order} has given names. */
  nameOf({ pointer, side }: ReferenceShape): string {
    return this.names.get(`${side} ${pointer}`) ?? 'never';
  }

  /** What `roots` reach, named, in the order in which it can be declared. @param taken names that are in use */
  order(roots: readonly Shape[], taken: ReadonlySet<string>): Component[] {
    for (const root of roots) this.reach(root);
    const readings = new Map(
      [...this.readings].flatMap(([key, reading]): [string, Reading][] => {
        const shape = this.written(reading.shape);
        return isShort(shape) ? [] : [[key, { ...reading, shape }]];
      }),
    );
    const used = reachable(
      roots.map((root) => this.written(root)),
      readings,
    );
    const alike = alikeOnBothSides(used);
    this.names = componentNames([...used.values()], alike, this.schemas.names, taken);
    const leadsTo = (key: string) => referencesIn(used.get(key)?.shape ?? UNKNOWN).map(keyOf);
    const declared = new Set<string>();
    return strongComponents(used.keys(), leadsTo).flatMap((group) => {
      const recursive = group.length > 1 || group.some((key) => leadsTo(key).includes(key));
      return group.flatMap((key): Component[] => {
        const reading = used.get(key);
        const name = this.names.get(key);
        if (!reading || name === undefined || declared.has(name)) return [];
        declared.add(name);
        const doc = this.readers[reading.side].docOf(this.schemas.at(reading.pointer));
        return [{ name, shape: reading.shape, doc: { ...doc, default: undefined }, recursive }];
      });
    });
  }

  private reading({ pointer, side }: ReferenceShape): Reading {
    const key = `${side} ${pointer}`;
    let reading = this.readings.get(key);
    if (!reading) {
      reading = { pointer, side, shape: this.readers[side].read(this.schemas.at(pointer)) };
      this.readings.set(key, reading);
      if (this.isOnlyItself(reading)) reading.shape = { kind: 'unknown', why: 'it is described by itself' };
    }
    return reading;
  }

  private reach(shape: Shape): void {
    const open = [shape];
    const seen = new Set<string>();
    for (let next = open.pop(); next; next = open.pop()) {
      for (const reference of referencesIn(next)) {
        if (seen.has(keyOf(reference))) continue;
        seen.add(keyOf(reference));
        open.push(this.reading(reference).shape);
      }
    }
  }

  /** Whether it leads to itself with nothing between, as `a: { $ref: b }`, `b: { $ref: a }` do. */
  private isOnlyItself({ pointer, side, shape }: Reading): boolean {
    const open = outerReferences(shape);
    const seen = new Set<string>();
    for (let next = open.pop(); next; next = open.pop()) {
      if (keyOf(next) === `${side} ${pointer}`) return true;
      if (seen.has(keyOf(next))) continue;
      seen.add(keyOf(next));
      open.push(...outerReferences(this.reading(next).shape));
    }
    return false;
  }
}

function keyOf({ pointer, side }: Pick<ReferenceShape, 'pointer' | 'side'>): string {
  return `${side} ${pointer}`;
}

/** Shorter than a name for it. */
function isShort(shape: Shape): boolean {
  switch (shape.kind) {
    case 'string':
    case 'number':
      return (
        Object.values(shape).filter((value) => typeof value !== 'boolean' && value !== undefined).length === 1
      );
    case 'unknown':
    case 'never':
    case 'null':
    case 'boolean':
    case 'bytes':
    case 'file':
      return true;
    case 'nullable':
    case 'array':
      return innerShapes(shape).every(isShort);
    default:
      return false;
  }
}

/** The references that stand for the whole of a shape, or for one of its alternatives. */
function outerReferences(shape: Shape): ReferenceShape[] {
  if (shape.kind === 'reference') return [shape];
  const isAlternative = shape.kind === 'union' || shape.kind === 'intersection' || shape.kind === 'nullable';
  return isAlternative ? innerShapes(shape).flatMap(outerReferences) : [];
}

function reachable(roots: readonly Shape[], readings: ReadonlyMap<string, Reading>): Map<string, Reading> {
  const found = new Map<string, Reading>();
  const open = [...roots];
  for (let next = open.shift(); next; next = open.shift()) {
    for (const reference of referencesIn(next)) {
      const key = keyOf(reference);
      const reading = readings.get(key);
      if (!reading || found.has(key)) continue;
      found.set(key, reading);
      open.push(reading.shape);
    }
  }
  return found;
}

/** The schemas that mean the same going out as coming back, by their pointers. */
function alikeOnBothSides(readings: ReadonlyMap<string, Reading>): ReadonlySet<string> {
  const plain = ({ shape }: Reading) =>
    JSON.stringify(replaceReferences(shape, (reference) => ({ ...reference, side: 'answer' })));
  const pairs = [...readings.values()].flatMap((input) => {
    const answer = readings.get(keyOf({ pointer: input.pointer, side: 'answer' }));
    return input.side === 'input' && answer && plain(input) === plain(answer) ? [input] : [];
  });
  const alike = new Map(pairs.map((input) => [input.pointer, input]));
  // What refers to something that differs differs, too.
  for (let before = -1; before !== alike.size;) {
    before = alike.size;
    for (const [pointer, { shape }] of alike) {
      if (!referencesIn(shape).every((reference) => alike.has(reference.pointer))) alike.delete(pointer);
    }
  }
  return new Set(alike.keys());
}
