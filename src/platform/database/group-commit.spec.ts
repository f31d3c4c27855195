import { describe, expect, it } from 'vitest';
import { GroupCommit } from './group-commit.js';

/** A database that says when a write is done, and refuses what is poisonous. */
class Database {
  readonly commits: string[][] = [];
  readonly kept: string[] = [];
  outage: Error | undefined;
  private release: (() => void)[] = [];

  readonly write = async (rows: readonly Row[]): Promise<ReadonlySet<string>> => {
    const names = rows.map(({ name }) => name);
    this.commits.push(names);
    await new Promise<void>((resolve) => this.release.push(resolve));
    if (this.outage) throw this.outage;
    if (names.includes('poison')) throw new Error('The database refuses it.');
    this.kept.push(...names);
    return new Set(names);
  };

  /** Finishes the writes that are under way, and those that they lead to. */
  async finish(): Promise<void> {
    for (let idle = 0; idle < 3; idle += 1) {
      await new Promise(setImmediate);
      if (this.release.length > 0) idle = 0;
      for (const resolve of this.release.splice(0)) resolve();
    }
  }
}

interface Row {
  readonly name: string;
  readonly bytes: number;
}

const row = (name: string, bytes = 100): Row => ({ name, bytes });

function start() {
  const database = new Database();
  const group = new GroupCommit(database.write);
  return { database, add: (...rows: Row[]) => group.add(rows) };
}

describe('a group commit', () => {
  it('takes what comes in one turn together, and tells each that it is kept', async () => {
    const { database, add } = start();
    const added = Promise.all([add(row('a')), add(row('b'), row('c'))]);
    await database.finish();
    expect(database.commits).toEqual([['a', 'b', 'c']]);
    expect((await added).map((names) => names.size)).toEqual([3, 3]);
  });

  it('gathers what comes while two are under way', async () => {
    const { database, add } = start();
    const added: Promise<unknown>[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      added.push(add(row(name)));
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
    expect(database.commits).toEqual([['a'], ['b']]);
    await database.finish();
    await Promise.all(added);
    expect(database.commits).toEqual([['a'], ['b'], ['c', 'd', 'e']]);
  });

  it('stays small, but takes apart nothing that came as one', async () => {
    const { database, add } = start();
    const many = Array.from({ length: 1_000 }, (_, n) => row(`many ${n}`));
    const added = [add(row('first')), add(...many), add(row('huge', 64 * 1024 * 1024)), add(row('last'))];
    await database.finish();
    await Promise.all(added);
    expect(database.commits.map(({ length }) => length)).toEqual([1, 1_000, 1, 1]);
  });

  it('keeps all but what the database refuses', async () => {
    const { database, add } = start();
    const results = Promise.allSettled(['a', 'b', 'poison', 'c', 'd'].map((name) => add(row(name))));
    await database.finish();
    expect((await results).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(database.kept.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('fails at once for all while the database is away, and goes on afterwards', async () => {
    const { database, add } = start();
    database.outage = Object.assign(new Error('Gone'), { code: 'ECONNREFUSED' });
    const refused = Promise.allSettled([add(row('a')), add(row('b'))]);
    await database.finish();
    expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(database.commits).toHaveLength(1);
    database.outage = undefined;
    const added = add(row('c'));
    await database.finish();
    expect([...(await added)]).toEqual(['c']);
  });
});
