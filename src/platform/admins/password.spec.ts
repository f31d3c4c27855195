import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from './password.js';

describe('Passwords', () => {
  it('are stored as argon2id in PHC form, each with a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await isPassword('correct horse', one)).toBe(true);
    expect(await isPassword('correct horsf', one)).toBe(false);
  });

  it('are the same in whichever code points they are typed', async () => {
    expect(await isPassword('Zu\u0308rich 2024', await hashPassword('Z\u00fcrich 2024'))).toBe(true);
  });

  it('are checked by the parameters of their hash, as another program wrote it', async () => {
    // RFC 9106's reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 256 -p 1
    const phc = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect(await isPassword('password', phc)).toBe(true);
  });

  it('are checked two at once, so that the threads that derive them have time for others', async () => {
    const hash = await hashPassword('correct horse');
    let checked = 0;
    const checks = Array.from({ length: 24 }, async () => {
      await isPassword('correct horse', hash);
      checked += 1;
    });
    await promisify(gzip)('a webhook');
    expect(checked).toBeLessThan(8);
    await Promise.all(checks);
  });

  it('are not checked any more where too many wait', async () => {
    const checks = await Promise.allSettled(Array.from({ length: 60 }, () => isPassword('x', null)));
    const refused = checks.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ reason: { code: 'RATE_LIMITED' } });
    expect(await isPassword('x', null)).toBe(false);
  });

  it('are wrong where there is no hash, after as much work', async () => {
    expect(await isPassword('correct horse', null)).toBe(false);
    await expect(isPassword('correct horse', 'plain')).rejects.toThrow('not argon2id in PHC form');
  });
});
