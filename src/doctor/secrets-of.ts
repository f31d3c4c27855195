import type { Environment } from '../platform/config/config-section.js';

/** Shorter ones would be found by chance in ordinary words. */
const SHORTEST = 8;

/** The secrets of an environment, also of variables that are wrong: what others say of it may quote them. */
export function secretsOf(environment: Environment): string[] {
  return Object.entries(environment)
    .flatMap(([name, value = '']) => [
      ...(/SECRET|PASSWORD|TOKEN|KEY|ACCOUNT/.test(name) ? [value, ...value.split(/[,:]/)] : []),
      ...(URL.canParse(value) ? [decodeURIComponent(new URL(value).password)] : []),
    ])
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= SHORTEST);
}
