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

  it('are wrong where there is no hash, after as much work', async () => {
    expect(await isPassword('correct horse', null)).toBe(false);
    await expect(isPassword('correct horse', 'plain')).rejects.toThrow('not argon2id in PHC form');
  });
});
