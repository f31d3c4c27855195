import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import type { Variable } from '../variable.js';

const BEGIN = '-----BEGIN ';

/**
 * PEM (RFC 7468) that a variable is set to, its line breaks real or written `\n`; or that is in the file it names.
 * @throws ConfigurationError that names the variable, and nothing of its value: it may be a key
 */
export function readPem({ variable }: Variable, value: string): string {
  const pem = value.includes(BEGIN) ? value.replaceAll('\\n', '\n') : read(value);
  if (pem?.includes(BEGIN)) return pem;
  throw new ConfigurationError([
    `${variable}: must be PEM (-----BEGIN …-----), or the path of a file with PEM that can be read`,
  ]);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // not even what is wrong may be told: it quotes the path
  }
}
