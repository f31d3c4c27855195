import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

/**
 * How long `===` takes tells how much of two texts is the same. Measured over HTTP that drowns in noise, so what is looked
 * at here is the code: nothing named like a secret is compared in that way.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = /(?:signature|secret|token|hash|digest|csrf|password|hmac|nonce|verifier|key)$/i;
const EQUALITY = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken]);

/** Looked at: no stranger chooses either side, or neither is a secret. */
const KNOWN = new Set([
  'src/webhooks/sources/webhook-sources.ts: source.secretVariable === secretVariable', // names of variables
  'src/connections/flow/oauth-client.ts: url !== tokenEndpoint', // addresses
  'src/providers/google-calendar/webhooks/channel-tokens.ts: one !== token', // of our own list, after it was found
  'src/payments/payments.presentation.ts: value === secret', // takes a secret out of what is shown
]);

it('No secret is compared by ===', () => {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.spec\.tsx?$|database\/generated|^src\/sandbox/.test(file),
  );
  const found: string[] = [];
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isBinaryExpression(node) && EQUALITY.has(node.operatorToken.kind)) {
        const sides = [node.left, node.right];
        const compared = sides.every((side) => ts.isIdentifier(side) || ts.isPropertyAccessExpression(side));
        const isUndefined = sides.some((side) => side.getText(source) === 'undefined');
        if (compared && !isUndefined && sides.some((side) => SECRET.test(side.getText(source))))
          found.push(`${file}: ${node.getText(source)}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  expect(found.filter((one) => !KNOWN.has(one))).toEqual([]);
});
