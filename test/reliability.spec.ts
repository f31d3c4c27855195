import { access, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

/** docs/reliability.md names a test for each fault: here it is kept true. */

const root = new URL('..', import.meta.url);
const page = await readFile(new URL('docs/reliability.md', root), 'utf8');

/** The letters of the list, and how far each counts. */
const ROWS = { I: 19, J: 5, O: 8, A: 6, P: 2 };
const ids = Object.entries(ROWS).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);

/** By the id of a row, what it has in its columns. */
const rows = new Map(
  page.split('\n').flatMap((line) => {
    const [, id = '', , seen = '', tests = '', figures = ''] = line.split(' | ').join('|').split('|');
    return /^ ?[A-Z]\d+ *$/.test(id) ? [[id.trim(), { seen, tests, figures }] as const] : [];
  }),
);

/** Each test that the page names: a file, and a part of a name in it. */
const named = [...rows.values()].flatMap(({ tests }) => {
  let file = '';
  return [...tests.matchAll(/`([^`]+\.ts)`|“([^”]+)”/g)].flatMap(([, path, name]) => {
    file = path ?? file;
    return name === undefined ? [] : [[file, name] as const];
  });
});

const files = [...page.matchAll(/`((?:src|test|bench)\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file);

describe('The list of faults', () => {
  it('has every row', () => {
    expect([...rows.keys()]).toEqual(ids);
  });

  it.each([...rows])('says of %s what is seen, where it is tested, and the last figures', (_, row) => {
    const { seen, tests, figures } = row;
    expect(tests).toMatch(/`[^`]+\.ts`/);
    expect([seen.trim(), figures.trim()]).not.toContain('');
  });

  it.each(named)('names a test that is there: %s “%s”', async (file, name) => {
    const source = await readFile(new URL(file, root), 'utf8');
    // Of a test or a group of them, or of a case that is put into such a name.
    expect(source.replaceAll(String.raw`\'`, "'")).toContain(name);
    expect(file).toMatch(/\.spec\.ts$/);
  });

  it.each([...new Set(files)])('names a file that is there: %s', async (file) => {
    await expect(access(new URL(file, root))).resolves.toBeUndefined();
  });
});
