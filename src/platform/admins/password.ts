import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { RateLimitError } from '../../contracts/errors.js';

/**
 * OWASP's second choice of parameters for argon2id: 19 MiB, two passes, one lane.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** What a password has at least, in characters. */
export const PASSWORD_LENGTH = 12;

/** Passwords that are checked at once: two of the four threads that webhooks, DNS and files need, too. */
const AT_ONCE = 2;
/** Passwords that wait for it at most; there is time for some 25 in a second. */
const MAX_WAITING = 40;

const derive = promisify(argon2);

/** The last check of each lane. */
const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
let turn = 0;
let waiting = 0;

/**
 * The argon2id hash of a password, in PHC form, with a salt of its own.
 * @throws RateLimitError when too many passwords wait to be looked at
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const { memory, passes, parallelism } = PARAMETERS;
  const hash = await argon2id(password, salt, PARAMETERS, HASH_BYTES);
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(hash)}`;
}

/**
 * Whether a password is the one of a hash. Without a hash it takes as long and is wrong: how long the answer takes does
 * not tell whether there is such an account.
 * @throws Error when the hash is not argon2id in PHC form
 * @throws RateLimitError when too many passwords wait to be looked at
 */
export async function isPassword(password: string, phc: string | null | undefined): Promise<boolean> {
  if (!phc) {
    await argon2id(password, randomBytes(SALT_BYTES), PARAMETERS, HASH_BYTES);
    return false;
  }
  const { salt, hash, parameters } = parse(phc);
  return timingSafeEqual(await argon2id(password, salt, parameters, hash.length), hash);
}

type Costs = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>;

/** The same password is typed in different code points on different keyboards; NFKC makes them one. */
async function argon2id(password: string, salt: Buffer, costs: Costs, tagLength: number): Promise<Buffer> {
  if (waiting >= MAX_WAITING) {
    throw new RateLimitError(
      'Too many passwords wait to be checked. Try again in a moment.',
      { provider: 'hookline', operation: 'sign-in' },
      2_000,
    );
  }
  const parameters = { ...costs, message: password.normalize('NFKC'), nonce: salt, tagLength };
  const lane = turn++ % AT_ONCE;
  waiting += 1;
  const derived = Promise.resolve(lanes[lane]).then(() => derive('argon2id', parameters));
  // Whoever asked hears of a failure, by `derived`; the next one in the lane only waits for its end.
  lanes[lane] = derived.catch(() => undefined);
  return derived.finally(() => (waiting -= 1));
}

/** @see https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md */
function parse(phc: string): { salt: Buffer; hash: Buffer; parameters: Costs } {
  const [, memory, passes, parallelism, salt, hash] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc) ?? [];
  if (!salt || !hash)
    throw new Error('A stored password hash is not argon2id in PHC form. Set the password anew.');
  return {
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
  };
}

/** PHC strings have no padding. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
