import { z } from 'zod';

/** Whom a message can go to, by the form of `to`. */
export type SlackRecipient =
  /** A channel, a group or a direct message. */
  | { readonly kind: 'conversation'; readonly id: string }
  /** A person: Slack opens the direct message itself. */
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'email'; readonly email: string };

const email = z.email().max(255);

/** Reads `to`; `undefined` when it has no form that Slack knows. */
export function readRecipient(to: string): SlackRecipient | undefined {
  if (/^[CGD][A-Z0-9]{6,20}$/.test(to)) return { kind: 'conversation', id: to };
  if (/^[UW][A-Z0-9]{6,20}$/.test(to)) return { kind: 'user', id: to };
  const [, name] = /^#([^\s#@,]{1,80})$/.exec(to) ?? [];
  if (name !== undefined) return { kind: 'name', name };
  return email.safeParse(to).success ? { kind: 'email', email: to } : undefined;
}
