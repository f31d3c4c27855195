import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from 'recheck';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { safePattern } from '../../src/apis/openapi/schemas/safe-pattern.js';
import { endpointForm } from '../../src/console/portal/endpoints/endpoint-form.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What was judged before; a judgement takes up to seconds. */
const judged = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(readFileSync(join(root, 'test/security/regular-expressions.json'), 'utf8')));

/** Every literal of the product. The sandboxes stand in for providers in development only. */
function literals(): string[] {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.spec\.tsx?$|database\/generated|^src\/sandbox/.test(file),
  );
  const found = new Set<string>();
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found];
}

describe('A regular expression of ours', () => {
  it('that is new is not one that recheck can attack', async () => {
    const known = new Set(Object.values(judged).flat());
    const all = literals();
    expect(all.length).toBeGreaterThan(300);
    const unsafe: string[] = [];
    for (const literal of all.filter((one) => !known.has(one))) {
      const end = literal.lastIndexOf('/');
      const { status } = await check(literal.slice(1, end), literal.slice(end + 1), { timeout: 3000 });
      // `unknown`: not judged within the time, which on a busy machine may be any.
      if (status === 'vulnerable') unsafe.push(literal);
    }
    expect(unsafe).toEqual([]);
  });

  it('does not take for ever for a pattern out of a foreign OpenAPI document', () => {
    expect(msOf(() => safePattern(`[${String.raw`\1`.repeat(24)}`))).toBeLessThan(50);
  });

  it('does not take for ever for the headers that a tenant writes into the portal', () => {
    const headers = `a:${' '.repeat(20_000)}\u2028b`;
    expect(msOf(() => endpointForm.safeParse({ headers }))).toBeLessThan(200);
  });
});

function msOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
