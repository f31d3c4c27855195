import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { isoTime } from './iso-time.js';
import { renamed } from './renamed.js';

const Address = renamed(z.object({ zip_code: z.string() }), { zip: 'zip_code' });
const User = renamed(
  z.object({
    user_id: z.string().min(1),
    first_name: z.string().optional(),
    created_at: isoTime(),
    address: Address.nullable(),
    tags: z.array(z.string()),
  }),
  { id: 'user_id', firstName: 'first_name', createdAt: 'created_at' },
);
const user: z.output<typeof User> = {
  id: 'u1',
  createdAt: new Date('2026-11-21T20:17:00Z'),
  address: { zip: '10115' },
  tags: [],
};
const answer: z.input<typeof User> = {
  user_id: 'u1',
  created_at: '2026-11-21T20:17:00.000Z',
  address: { zip_code: '10115' },
  tags: [],
};

describe('renamed', () => {
  it('gives fields the product’s names on their way in, and the API’s on their way out; codecs work in both', () => {
    expect(z.decode(User, { ...answer, user_id: 'u2', extra: 1 } as typeof answer)).toEqual({
      ...user,
      id: 'u2',
    });
    expect(z.encode(User, user)).toEqual(answer);
    expect(z.encode(User, { ...user, firstName: 'Ada' })).toEqual({ ...answer, first_name: 'Ada' });
  });

  it('names what is wrong with an answer in the API’s words, and with an input in the product’s', () => {
    const users = z.object({ data: z.array(User) });
    const wrong = { ...answer, created_at: 'soon', address: {} } as typeof answer;
    expect(pathsOf(z.safeDecode(users, { data: [wrong] }))).toEqual([
      'data.0.created_at',
      'data.0.address.zip_code',
    ]);
    const given = { ...user, id: '', address: { zip: 1 } } as unknown as typeof user;
    expect(pathsOf(z.safeEncode(users, { data: [given] }))).toEqual(['data.0.id', 'data.0.address.zip']);
    expect(
      pathsOf(
        z.safeEncode(
          User.refine(() => false),
          user,
        ),
      ),
    ).toEqual(['']);
    expect(z.safeEncode(User, null as unknown as typeof user).success).toBe(false);
  });

  it('keeps the fields of a loose object that nobody knows, unless their names are taken', () => {
    const Loose = renamed(z.looseObject({ first_name: z.string() }), { firstName: 'first_name' });
    const decoded = z.decode(Loose, { first_name: 'Ada', plan: 'gold', firstName: 'Eve' });
    expect(decoded).toEqual({ firstName: 'Ada', plan: 'gold' });
    expect(z.encode(Loose, { ...decoded, first_name: 'Eve' })).toEqual({ first_name: 'Ada', plan: 'gold' });
  });

  it('may exchange names', () => {
    const Swapped = renamed(z.object({ a: z.string(), b: z.number() }), { a: 'b', b: 'a' });
    expect(z.decode(Swapped, { a: 'text', b: 1 })).toEqual({ a: 1, b: 'text' });
    expect(z.encode(Swapped, { a: 1, b: 'text' })).toEqual({ a: 'text', b: 1 });
  });

  it('loses nothing: what is encoded decodes to the same', () => {
    const users = fc.record(
      {
        id: fc.string({ minLength: 1 }),
        firstName: fc.string(),
        createdAt: fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
        address: fc.option(fc.record({ zip: fc.string() })),
        tags: fc.array(fc.string()),
      },
      { requiredKeys: ['id', 'createdAt', 'address', 'tags'] },
    );
    fc.assert(
      fc.property(users, (given) => {
        expect(z.decode(User, z.encode(User, given))).toEqual({ ...given });
      }),
    );
  });

  // `npm run types` proves these: a line that compiled after all would be an error there.
  it('does not compile with a field that there is not, nor with a name for two fields', () => {
    const object = z.object({ first_name: z.string(), last_name: z.string() });
    // @ts-expect-error -- there is no such field
    renamed(object, { name: 'name' });
    // @ts-expect-error -- one field cannot have two names
    renamed(object, { first: 'first_name', name: 'first_name' });
    // @ts-expect-error -- another field has this name
    renamed(object, { last_name: 'first_name' });
    const name: string = z.decode(renamed(object, { name: 'last_name' }), {
      first_name: 'A',
      last_name: 'L',
    }).name;
    expect(name).toBe('L');
  });
});

function pathsOf({ error }: z.ZodSafeParseResult<unknown>): string[] | undefined {
  return error?.issues.map(({ path }) => path.join('.'));
}
