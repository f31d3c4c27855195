import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** The tree of exports in the documentation is what `src/index.ts` exports. After a change of either: `npm test -- -u` of this file. */

const source = new URL('../../src/', import.meta.url);
const page = fileURLToPath(new URL('../../docs/library-exports.md', import.meta.url));

const HEAD = `# What \`hookline\` exports

Everything that a product may import, by the room of \`src/\` that it comes from; types are in _italics_. What is not here is not
public: it may change with any version. What is here keeps to [the versioning policy](library.md#versions).

This page is written by \`test/library/exports.spec.ts\` from \`src/index.ts\`.
`;

interface Export {
  name: string;
  type: boolean;
}

const parse = (path: string) =>
  ts.createSourceFile(path, readFileSync(new URL(path, source), 'utf8'), ts.ScriptTarget.Latest, true);

const isExported = (node: ts.Statement) =>
  ts.canHaveModifiers(node) &&
  ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** What a file declares and exports itself. */
function declaredIn(path: string): Export[] {
  return parse(path).statements.flatMap((node): Export[] => {
    if (!isExported(node)) return [];
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      return [{ name: node.name.text, type: true }];
    }
    if (ts.isVariableStatement(node)) {
      return node.declarationList.declarations.map(({ name }) => ({ name: name.getText(), type: false }));
    }
    if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name) {
      return [{ name: node.name.text, type: false }];
    }
    throw new Error(`${path} exports something that this test does not know: ${node.getText().slice(0, 60)}`);
  });
}

/** By room, in the order of `src/index.ts`. */
function exportsByRoom(): Map<string, Export[]> {
  const rooms = new Map<string, Export[]>();
  for (const node of parse('index.ts').statements) {
    if (!ts.isExportDeclaration(node) || !node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier))
      continue;
    const path = node.moduleSpecifier.text.replace(/^\.\//, '').replace(/\.js$/, '.ts');
    const [first = '', second = ''] = path.split('/');
    const room = first === 'providers' ? `${first}/${second}` : first.endsWith('.ts') ? 'the whole' : first;
    const names =
      node.exportClause && ts.isNamedExports(node.exportClause)
        ? node.exportClause.elements.map(({ name, isTypeOnly }) => ({
            name: name.text,
            type: isTypeOnly || node.isTypeOnly,
          }))
        : declaredIn(path);
    rooms.set(room, [...(rooms.get(room) ?? []), ...names]);
  }
  return rooms;
}

it('each export is on the page of exports, below its room', async () => {
  const rooms = [...exportsByRoom()].filter(([, names]) => names.length > 0);
  const sections = rooms.map(([room, names]) => {
    const lines = names
      .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
      .map(({ name, type }) => (type ? `- _${name}_` : `- \`${name}\``));
    return `## ${room}\n\n${lines.join('\n')}\n`;
  });
  await expect([HEAD, ...sections].join('\n')).toMatchFileSnapshot(page);
});
