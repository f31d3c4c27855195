import type { Environment } from '../platform/config/config-section.js';

/** Shorter ones would be found by chance in ordinary words. */
const SHORTEST = 8;

/** Parts of `ENCRYPTION_KEYS` up to this length are names of keys, which an operator has to recognise: 32 bytes have 43 characters. */
const LONGEST_KEY_ID = 24;

/** The secrets of an environment, also of variables that are wrong: what others say of it may quote them. */
export function secretsOf(environment: Environment): string[] {
  return Object.entries(environment)
    .flatMap(([name, value = '']) => [
      ...(/SECRET|PASSWORD|TOKEN|KEY|ACCOUNT/.test(name) ? [value, ...partsOf(name, value)] : []),
      ...(URL.canParse(value) ? [decodeURIComponent(new URL(value).password)] : []),
    ])
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= SHORTEST);
}

function partsOf(name: string, value: string): string[] {
  const parts = value.split(/[,:]/);
  return name === 'ENCRYPTION_KEYS' ? parts.filter((part) => part.length > LONGEST_KEY_ID) : parts;
}
