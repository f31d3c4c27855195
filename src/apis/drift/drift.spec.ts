import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { isoTime } from '../mapping/iso-time.js';
import { openEnum } from '../mapping/open-enum.js';
import { renamed } from '../mapping/renamed.js';
import { compileDrift } from './drift.js';

/** What a schema does not know in a value: `field data.[].plan`. */
function driftOf(schema: z.ZodType, value: unknown): string[] {
  return compileDrift(schema)(value).map(({ kind, path }) => `${kind.slice('unknown_'.length)} ${path}`);
}

const Plan = z.enum(['free', 'gold']);
const User = z.object({ id: z.string(), plan: Plan });

describe('compileDrift', () => {
  it('finds nothing in what the schema knows', () => {
    const check = compileDrift(z.object({ data: z.array(User), next: z.string().nullable() }));
    expect(check({ data: [{ id: 'u1', plan: 'gold' }], next: null })).toEqual([]);
    expect(check({ data: [], next: null })).toBe(check({ data: [], next: null }));
  });

  it('finds unknown fields and unlisted values, with their path and the beginning of their JSON', () => {
    const check = compileDrift(z.object({ data: z.array(User) }));
    expect(check({ data: [{ id: 'u1', plan: 'platinum', since: { year: 2026 } }], total: 1 })).toEqual([
      { kind: 'unknown_value', path: 'data.[].plan', sample: '"platinum"' },
      { kind: 'unknown_field', path: 'data.[].since', sample: '{"year":2026}' },
      { kind: 'unknown_field', path: 'total', sample: '1' },
    ]);
  });

  it.each<[string, z.ZodType, unknown, string[]]>([
    [
      'a loose object keeps a field that nobody knows',
      z.looseObject({ a: z.string() }),
      { a: '', b: 1 },
      ['field b'],
    ],
    ['a strict object refuses it', z.strictObject({ a: z.string() }), { a: '', b: 1 }, ['field b']],
    ['a catchall knows each', z.object({}).catchall(z.string()), { b: '' }, []],
    ['and what is in it', z.object({}).catchall(User), { b: { x: 1 } }, ['field {}.x']],
    ['a record knows each', z.record(z.string(), User), { u1: { x: 1 }, u2: { x: 1 } }, ['field {}.x']],
    [
      'unless its names are listed',
      z.record(Plan, z.number()),
      { free: 1, gold: 2, platinum: 3 },
      ['field platinum'],
    ],
    [
      'or some of them',
      z.partialRecord(Plan, User),
      { free: { x: 1 }, silver: 3 },
      ['field free.x', 'field silver'],
    ],
    [
      'a tuple knows its places',
      z.tuple([z.string(), User]),
      ['', { x: 1 }, 2],
      ['field [1].x', 'field [2]'],
    ],
    ['and its rest', z.tuple([z.string()], User), ['', { x: 1 }], ['field [1].x']],
    ['a literal', z.object({ ok: z.literal(true) }), { ok: false }, ['value ok']],
    ['an open enum', z.object({ plan: openEnum(['free']) }), { plan: 'gold' }, ['value plan']],
    ['null is none of an enum’s values, and no new one', Plan.nullable(), null, []],
    ['a caught enum', z.object({ plan: Plan.catch('free') }), { plan: 'x' }, ['value plan']],
    [
      'optional, default and their like',
      wrapped(User),
      { id: 'u1', plan: 'x', y: 1 },
      ['value plan', 'field y'],
    ],
    ['a nullable object', User.nullable(), { x: 1 }, ['field x']],
    ['a codec is what it comes as', z.object({ at: isoTime() }), { at: '', to: '' }, ['field to']],
    ['a transform, too', User.transform(({ id }) => id), { x: 1 }, ['field x']],
    ['a preprocessed value may become anything', z.preprocess((value) => value, User), { x: 1 }, []],
    [
      'anything',
      z.object({ a: z.any(), b: z.unknown(), c: z.json() }),
      { a: { x: 1 }, b: [{}], c: [{ x: [1] }] },
      [],
    ],
    ['what is of the wrong type is no drift', z.object({ a: User, b: z.array(User) }), { a: [], b: {} }, []],
  ])('%s', (_name, schema, value, drift) => {
    expect(driftOf(schema, value)).toEqual(drift);
  });

  it('sees through renamed objects, in the API’s words', () => {
    const Member = renamed(User.extend({ first_name: z.string() }), { firstName: 'first_name' });
    const members = z.object({ data: z.array(Member) });
    expect(driftOf(members, { data: [{ id: '', plan: 'x', first_name: '', firstName: '' }] })).toEqual([
      'value data.[].plan',
      'field data.[].firstName',
    ]);
  });

  describe('of several options', () => {
    const Card = z.object({ type: z.literal('card'), last4: z.string() });
    const Bank = z.object({ type: z.literal('bank'), iban: z.string() });

    it.each<[string, z.ZodType, unknown, string[]]>([
      [
        'looks at the one that is meant',
        z.union([Card, Bank]),
        { type: 'card', iban: '', x: 1 },
        ['field iban', 'field x'],
      ],
      ['or named', z.discriminatedUnion('type', [Card, Bank]), { type: 'bank', iban: '', x: 1 }, ['field x']],
      [
        'knows a new one by its name alone',
        z.union([Card, Bank]),
        { type: 'cash', iban: '' },
        ['value type'],
      ],
      [
        'and reports what none has',
        z.union([Card, Bank]),
        { type: 'cash', coins: 1 },
        ['value type', 'field coins'],
      ],
      [
        'when it is not clear, what one of them knows is known',
        z.union([z.object({ a: User }), z.object({ b: User })]),
        { a: { id: '', plan: 'free' }, b: { id: '', plan: 'gold' } },
        [],
      ],
      [
        'but not what none of them does',
        z.union([z.object({ a: User }), z.object({ b: z.string() })]),
        { a: { x: 1 } },
        ['field a.x'],
      ],
      ['chooses by type', z.union([z.string(), User, z.array(User)]), [{ x: 1 }], ['field [].x']],
      ['any text beside listed ones', z.union([Plan, z.string()]), 'x', []],
      ['lists beside lists', z.union([Plan, z.literal('x'), z.number()]), 'y', ['value ']],
      ['nothing fits', z.union([Plan, z.number()]), { x: 1 }, []],
    ])('%s', (_name, schema, value, drift) => {
      expect(driftOf(schema, value)).toEqual(drift);
    });
  });

  describe('of an intersection', () => {
    const Base = z.object({ id: z.string(), owner: z.object({ id: z.string() }) });
    const More = z.object({ plan: Plan, owner: z.object({ name: z.string() }) });
    const owner = { id: '', name: '' };

    it.each<[string, z.ZodType, unknown, string[]]>([
      ['either side knows', Base.and(More), { id: '', plan: 'free', owner }, []],
      [
        'also within a field of both',
        Base.and(More),
        { id: '', plan: 'x', owner: { ...owner, x: 1 } },
        ['value plan', 'field owner.x'],
      ],
      ['a union', Base.and(z.union([More, User])), { id: '', plan: 'free', owner, x: 1 }, ['field x']],
      ['a record', Base.and(z.record(z.string(), User)), { owner: { id: '' }, u1: { x: 1 } }, ['field {}.x']],
      ['an enum and a text', z.object({ plan: Plan.and(z.string()) }), { plan: 'x' }, ['value plan']],
      ['two lists', z.array(Base).and(z.array(More)), [{ id: '', plan: 'x', owner }], []],
    ])('%s', (_name, schema, value, drift) => {
      expect(driftOf(schema, value)).toEqual(drift);
    });

    it('of many fields finds the one that both do not know', () => {
      const wide = (prefix: string) =>
        z.object(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [prefix + index, z.string()])));
      const schema = z.intersection(wide('a'), wide('b'));
      const value = Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [
          [`a${index}`, ''],
          [`b${index}`, ''],
        ]).flat(),
      );
      expect(driftOf(schema, { ...value, c: '' })).toEqual(['field c']);
    });
  });

  it('follows schemas into themselves, however they do it', () => {
    const Category = z.object({
      name: z.string(),
      get parent() {
        return Category.nullable();
      },
      get children() {
        return z.array(Category);
      },
    });
    const leaf = { name: 'c', parent: null, children: [], x: 1 };
    expect(driftOf(Category, { name: 'a', parent: leaf, children: [leaf, leaf] })).toEqual([
      'field parent.x',
      'field children.[].x',
    ]);
    type Tree = string | { plan: string } | (Tree | null)[];
    const Tree: z.ZodType<Tree> = z.lazy(() =>
      z.union([z.string(), z.object({ plan: Plan }), z.array(Tree.nullable())]),
    );
    expect(driftOf(Tree, ['', [null, { plan: 'x' }]])).toEqual(['value [].[].plan']);
  });

  it('reports each place once, at most twenty of them, and looks only so far', () => {
    const check = compileDrift(z.array(z.object({})));
    expect(check(Array.from({ length: 5_000 }, () => ({ x: 1 })))).toHaveLength(1);
    expect(
      check([Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, 1]))]),
    ).toHaveLength(20);
    expect(check([...Array.from({ length: 10_000 }, () => ({})), { x: 1 }])).toEqual([]);
  });

  it('tames names and values that somebody made to do harm', () => {
    const name = `${'\uD83D\uDE00'.repeat(49)}a\0\n`;
    const [drift] = compileDrift(z.object({}))({ [`${name}${'x'.repeat(5_000)}`]: '\u0000😀'.repeat(5_000) });
    expect(drift?.path).toBe(`${'😀'.repeat(49)}a `);
    expect(drift?.sample).toHaveLength(200);
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    expect(compileDrift(z.object({}))(JSON.parse(deep))).toMatchObject([{ path: 'a' }]);
    const Node = z.object({
      get a() {
        return Node.optional();
      },
    });
    expect(compileDrift(Node)(JSON.parse(deep))).toEqual([]);
    expect(driftOf(z.object({}), JSON.parse('{"__proto__": 1, "constructor": 2}'))).toEqual([
      'field __proto__',
      'field constructor',
    ]);
  });

  it('takes no longer for a value that fits many options on every level', () => {
    const Node: z.ZodType = z.lazy(() =>
      z.union([z.object({ a: Node, b: z.string() }), z.object({ a: Node, c: z.string() })]),
    );
    let value: unknown = { x: 1 };
    for (let level = 0; level < 30; level++) value = { a: value };
    expect(compileDrift(Node)(value).length).toBeLessThanOrEqual(1);
  });

  it('never throws, and finds nothing in what a schema made of plain parts has encoded', () => {
    const schema = z.object({
      list: z.array(User),
      either: z.union([z.string(), User]),
      more: z.record(z.string(), z.json()),
    });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(Array.isArray(compileDrift(schema)({ list: value, either: value, more: value }))).toBe(true);
      }),
    );
    const users = fc.record({ id: fc.string(), plan: fc.constantFrom('free', 'gold') });
    const known = fc.record({
      list: fc.array(users),
      either: fc.oneof(fc.string(), users),
      more: fc.dictionary(fc.string(), fc.jsonValue()),
    });
    fc.assert(
      fc.property(known, (value) => {
        expect(compileDrift(schema)(value)).toEqual([]);
      }),
    );
  });
});

function wrapped(schema: z.ZodType): z.ZodType {
  return z.nonoptional(schema.optional().default({}).prefault({}).readonly());
}
