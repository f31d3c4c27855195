import { generateKeyPairSync } from 'node:crypto';
import type { State } from '../state.js';
import type { SendGridRows, SigningKey } from './rows.js';

/** The halves of a key pair on P-256 in DER, as base64. */
export type KeyPair = Omit<SigningKey, 'id'>;

/** The key of the event webhook: the one that is given, the one that is kept, or a new one. */
export function signingKeyOf(state: State<SendGridRows>, given?: KeyPair): SigningKey {
  const id = 'event_webhook';
  const kept = state.table('signing_key').get(id);
  if (kept && !given) return kept;
  return state.transaction(() => state.put('signing_key', { id, ...(given ?? newKeyPair()) }));
}

function newKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}
