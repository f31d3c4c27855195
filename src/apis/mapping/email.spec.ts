import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { email } from './email.js';

describe('email', () => {
  it('takes the spaces away and makes the domain small, both ways; what stands before it stays', () => {
    expect(z.decode(email(), ' Joe.Doe@Example.COM\n')).toBe('Joe.Doe@example.com');
    expect(z.encode(email(), 'Joe.Doe@Example.COM ')).toBe('Joe.Doe@example.com');
    expect(z.decode(email(), 'jörg@EXÄMPLE.de')).toBe('jörg@exämple.de');
  });

  it.each(['', 'joe', '@example.com', 'joe@', 'joe doe@example.com', 'a@b@c.com'])(
    'does not take "%s"',
    (text) => {
      expect(z.safeDecode(email(), text).success).toBe(false);
      expect(z.safeEncode(email(), text).success).toBe(false);
    },
  );

  it('loses nothing: what is encoded decodes to the same', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const known = z.decode(email(), address);
        expect(z.decode(email(), z.encode(email(), known))).toBe(known);
      }),
    );
  });
});
