import type { OidcRefusal } from './oidc-sign-in.js';

/**
 * What somebody reads who did not get in, and the status that goes with it.
 * @param name what the issuer is called
 */
export function refusalWords(
  why: OidcRefusal,
  name: string,
  email = '',
): { status: number; problem: string } {
  const [status, problem] = WORDS[why](name, email);
  return { status, problem };
}

type Words = (name: string, email: string) => readonly [status: number, problem: string];

const WORDS: Record<OidcRefusal, Words> = {
  attempt_over: () => [
    422,
    'This sign-in was begun in another browser, more than ten minutes ago, or has been used. Begin it again.',
  ],
  declined: (name) => [422, `${name} says that you did not sign in there.`],
  issuer_unavailable: (name) => [
    503,
    `${name} cannot be reached at the moment. Try again later, or take another way in.`,
  ],
  not_trusted: (name) => [
    502,
    `${name} gave an answer that cannot be trusted, or refused ours. The log says why (oidc_sign_in_failed).`,
  ],
  email_not_verified: (name) => [
    403,
    `${name} does not vouch for an e-mail address of yours (email_verified), so it is not known who you are here.`,
  ],
  not_listed: (_name, email) => [
    403,
    `${email} may not sign in here. Whoever runs this service can add it to ADMIN_OIDC_ADMINS or ADMIN_OIDC_VIEWERS.`,
  ],
  other_person: (name, email) => [
    403,
    `${email} was another person’s at ${name} before. If it is yours now, an admin can unlink it under Admins.`,
  ],
  disabled: (_name, email) => [403, `${email} is disabled here. An admin can enable it under Admins.`],
  last_admin: (_name, email) => [
    409,
    `${email} is the last admin, and is listed as a viewer. Make somebody else an admin first.`,
  ],
};
