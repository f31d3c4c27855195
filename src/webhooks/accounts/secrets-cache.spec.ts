import { describe, expect, it } from 'vitest';
import { SecretsCache } from './secrets-cache.js';

/** A cache over a database that answers in turn; `asked` is what it was asked. */
function open(...answers: (() => Promise<readonly string[] | undefined>)[]) {
  const asked: string[] = [];
  const cache = new SecretsCache((provider, connectionId) => {
    asked.push(`${provider}/${connectionId}`);
    return answers.shift()?.() ?? Promise.resolve(['later']);
  });
  return { cache, asked };
}

describe('SecretsCache', () => {
  it('reads once for all that come at once, and for those that come soon after', async () => {
    const { cache, asked } = open(async () => ['first']);
    const secrets = await Promise.all(Array.from({ length: 64 }, () => cache.get('stripe', 'a')));
    expect(new Set(secrets.map((list) => list?.[0]))).toEqual(new Set(['first']));
    expect(await cache.get('stripe', 'a')).toEqual(['first']);
    expect(await cache.getNewer('stripe', 'a')).toBeUndefined();
    expect(asked).toEqual(['stripe/a']);
  });

  it('tells accounts of one name at two providers apart', async () => {
    const { cache, asked } = open(
      async () => ['red'],
      async () => ['blue'],
    );
    expect(await cache.get('stripe', 'a')).toEqual(['red']);
    expect(await cache.get('slack', 'a')).toEqual(['blue']);
    expect(asked).toEqual(['stripe/a', 'slack/a']);
  });

  it('remembers that there is no such account, too', async () => {
    const { cache, asked } = open(async () => undefined);
    expect(await cache.get('stripe', 'a')).toBeUndefined();
    expect(await cache.get('stripe', 'a')).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it('does not remember a failure', async () => {
    const { cache } = open(() => Promise.reject(new Error('the database is away')));
    await expect(cache.get('stripe', 'a')).rejects.toThrow('away');
    expect(await cache.get('stripe', 'a')).toEqual(['later']);
  });

  it('never brings back what was forgotten while it was being read', async () => {
    const slow = Promise.withResolvers<readonly string[]>();
    const { cache } = open(() => slow.promise);
    const before = cache.get('stripe', 'a');
    cache.forget('stripe', 'a');
    expect(await cache.get('stripe', 'a')).toEqual(['later']);
    slow.resolve(['old']);
    expect(await before).toEqual(['old']);
    expect(await cache.get('stripe', 'a')).toEqual(['later']);
  });
});
