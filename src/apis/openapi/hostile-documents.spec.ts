import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import ts from 'typescript';
import { LONG } from '../../../test/faults/long-form.js';
import { loadApi } from '../../../test/support/written-api.js';
import { importSpec } from './import-spec.js';

/** What would break out of a string, a comment, a template, a regular expression or a line. */
const HOSTILE = [
  '*/ evil(); /*',
  "'); evil(); ('",
  '"); evil(); ("',
  '`${evil()}`',
  '\\',
  "\\'",
  '\n// @ts-nocheck\nevil();',
  '\r\u2028\u2029evil();',
  '__proto__',
  'constructor',
  '</script>',
  '/',
  '*',
  '@ts-expect-error',
  '\u202eevil',
  '\ud800',
  '${evil()}',
  '{evil}',
  '}) {} evil(); ({',
  '#/components/schemas/a',
  'evil',
  '',
  'Blob',
  'z',
  'then',
  'a.b-c d',
];

const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map((both) => both.join('')),
);

/** Objects whose names are hostile, too; `__proto__` as a name like any other. */
const named = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(text, value), { maxLength: 3 }).map((entries) => {
    const pairs = entries.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`);
    return JSON.parse(`{${pairs.join(',')}}`) as unknown;
  });

const { schema } = fc.letrec((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'object', 'array', 'evil'),
        description: text,
        title: text,
        default: text,
        format: fc.oneof(text, fc.constantFrom('date-time', 'uuid', 'binary', 'byte')),
        pattern: text,
        const: text,
        enum: fc.array(fc.oneof(text, fc.double(), fc.constant(null)), { maxLength: 3 }),
        minimum: fc.double(),
        exclusiveMaximum: fc.oneof(fc.double(), fc.boolean()),
        minLength: fc.double(),
        nullable: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        properties: named(tie('schema')),
        required: fc.array(text, { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
        description: text,
        discriminator: fc.record({ propertyName: text, mapping: named(text) }),
        items: tie('schema'),
        oneOf: fc.array(tie('schema'), { maxLength: 3 }),
        allOf: fc.array(tie('schema'), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    fc.record({
      $ref: fc.oneof(
        text,
        text.map((name) => `#/components/schemas/${name}`),
      ),
    }),
  ),
}));

const content = fc.record({
  content: fc.oneof(
    schema.map((each) => ({ 'application/json': { schema: each } })),
    schema.map((each) => ({ 'application/x-www-form-urlencoded': { schema: each } })),
    text.map((type) => ({ [type]: {} })),
  ),
});

const operation = fc.record(
  {
    operationId: text,
    tags: fc.array(text, { maxLength: 2 }),
    summary: text,
    description: text,
    deprecated: fc.boolean(),
    parameters: fc.array(
      fc.record({
        name: text,
        in: fc.constantFrom('query', 'path', 'header', 'cookie', 'evil'),
        description: text,
        style: fc.oneof(text, fc.constantFrom('form', 'deepObject')),
        explode: fc.boolean(),
        schema,
      }),
      { maxLength: 4 },
    ),
    requestBody: content,
    responses: fc.record({ 200: content }),
  },
  { requiredKeys: [] },
);

const document = fc.record({
  openapi: fc.constant('3.1.0'),
  info: fc.record({ title: text, version: text }),
  servers: fc.array(
    fc.record({
      url: fc.oneof(
        text,
        text.map((path) => `https://a.example/${path}`),
      ),
    }),
    { maxLength: 2 },
  ),
  security: fc.constant([{ key: [] }, { other: [] }]),
  paths: fc
    .array(
      fc.tuple(
        fc.array(
          fc.oneof(
            text,
            text.map((name) => `{${name}}`),
          ),
          { maxLength: 3 },
        ),
        operation,
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((paths) =>
      Object.fromEntries(
        paths.map(([path, each], index) => [`/${path.join('/')}`, { [index === 1 ? 'post' : 'get']: each }]),
      ),
    ),
  components: fc.record({
    schemas: named(schema),
    securitySchemes: fc.record({
      key: fc.record({ type: fc.constantFrom('apiKey', 'evil'), in: fc.constant('header'), name: text }),
      other: fc.record({
        type: fc.constant('oauth2'),
        flows: fc.record({ clientCredentials: fc.record({ tokenUrl: text, scopes: named(text) }) }),
      }),
    }),
  }),
});

const STATEMENTS = new Set([
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.ClassDeclaration,
]);

/** What a description may call: its own imports, and nothing else. */
const CALLED = /^(?:z(?:\.\w+)*|defineApi|get|post|openEnum|variable|apiKey|clientCredentials)$/;

/** What is in a file that a description cannot have, as its text. */
function intruders(source: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(source, { reportDiagnostics: true });
  const file = ts.createSourceFile('acme.api.ts', source, ts.ScriptTarget.Latest, true);
  const found = [
    ...diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    ...file.statements.filter(({ kind }) => !STATEMENTS.has(kind)).map((statement) => statement.getText()),
  ];
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(source, node.getFullStart()) ?? []) {
      if (/@ts-|^\/\/\//.test(source.slice(pos, end))) found.push(source.slice(pos, end));
    }
    if (ts.isCallExpression(node) && !CALLED.test(rootOf(node.expression).replaceAll(/\s/g, '')))
      found.push(node.getText());
    if (ts.isTemplateLiteral(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node))
      found.push(node.getText());
    if (ts.isPropertyAssignment(node) && /^['"]?__proto__['"]?$/.test(node.name.getText()))
      found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What a chain of calls begins with: `z.string` of `z.string().min`, nothing that is refused of `User.optional`. */
function rootOf(expression: ts.Expression): string {
  if (!ts.isPropertyAccessExpression(expression)) return expression.getText();
  const { expression: inner } = expression;
  if (ts.isCallExpression(inner)) return rootOf(inner.expression);
  if (ts.isIdentifier(inner) && /^(?:\p{Lu}|\p{Lo})/u.test(inner.text)) return 'z';
  return expression.getText();
}

describe('a document from a stranger', () => {
  it('cannot put a statement, a call or a directive into what is written, and that loads', () => {
    fc.assert(
      fc.property(document, (hostile) => {
        const { source, className } = importSpec(hostile, { name: 'acme' });
        expect(intruders(source)).toEqual([]);
        expect(() => loadApi(source, className)).not.toThrow();
      }),
      { numRuns: LONG ? 5_000 : 150 },
    );
  }, 900_000);

  it('cannot hide what is in it', () => {
    const title = 'Acme\u202e*/ evil(); /*\u2066';
    const { source } = importSpec({
      openapi: '3.0.0',
      info: { title, description: title },
      paths: { '/a': { get: { summary: title, parameters: [{ in: 'query', name: title }] } } },
    });
    expect(source).not.toMatch(/[\p{Cf}\u2028\u2029]/u);
    expect(intruders(source)).toEqual([]);
  });
});
