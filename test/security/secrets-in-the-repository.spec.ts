import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeFolder } from '../support/run-folder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Put together here, so that this very file holds none. */
const PLANTED = {
  'an AWS key': `AWS_SECRET_ACCESS_KEY="${['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYzK9mQ2vLsT'].join('/')}"`,
  'a Slack token': ['xoxb', '123456789012', '1234567890123', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-'),
  'a live key of Stripe': ['sk', 'live', '51H8Zs2Lk9QwErTyUiOpAsDfGhJkLzXcVbNm'].join('_'),
  'a private key': `${dashed('BEGIN')}\n${'MIIEpAIBAAKCAQEA'.repeat(20)}\n${dashed('END')}`,
};

function dashed(word: string): string {
  return `-----${word} RSA PRIVATE KEY-----`;
}

it.each(Object.entries(PLANTED))('The scan of the repository finds %s', async (name, secret) => {
  const file = join(await makeFolder('planted'), 'planted.ts');
  writeFileSync(file, `const planted = \`${secret}\`;\n`);
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/secretlint/bin/secretlint.js'),
      '--secretlintrc',
      join(root, '.secretlintrc.json'),
      '--maskSecrets',
      file,
    ],
    { encoding: 'utf8' },
  );
  expect([name, status]).toEqual([name, 1]);
  expect(stdout).not.toContain(secret);
});
