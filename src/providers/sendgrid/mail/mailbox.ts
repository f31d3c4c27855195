import { z } from 'zod';
import type { EmailAddress } from '../../../contracts/notifications.js';

/** The longest address that SMTP takes (RFC 5321, 4.5.3.1.3). */
const address = z.email().max(254);

/** Whether a text is an e-mail address that SendGrid takes: letters of ASCII only, without a name. */
export function isAddress(text: string): boolean {
  return address.safeParse(text).success;
}

/** `Ada Lovelace <ada@example.com>`, the name in quotes or not, or the address alone. */
const NAMED = /^(?:"(?<quoted>[^"\\]+)"|(?<bare>[^"<>]+?))?\s*<(?<email>[^<>]+)>$/;

/** A mailbox in an environment variable. */
export function mailbox() {
  return z.string().transform((text, context): EmailAddress => {
    const { quoted, bare, email = text } = NAMED.exec(text.trim())?.groups ?? {};
    const name = (quoted ?? bare)?.trim();
    const trimmed = email.trim();
    if (isAddress(trimmed)) return { email: trimmed, ...(name && { name }) };
    context.addIssue({
      code: 'custom',
      message: 'must be an e-mail address, alone or after a name: Acme <hello@acme.example>',
    });
    return z.NEVER;
  });
}
