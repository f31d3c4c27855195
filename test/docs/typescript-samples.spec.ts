import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { placeOf, reasonNotToRun, samples, type Sample } from './samples.js';

/**
 * Every TypeScript sample of the README and the documentation compiles against what `hookline` exports. A page is read from top to
 * bottom: a sample sees what those before it have declared. What it neither declares nor imports comes from `hookline`, from Nest
 * and zod, or from ./scene.ts; a sample of members alone stands in a class.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const NEST = 'Injectable Inject Module Controller Get Post Body Param'.split(' ');
const EXPORTED = [...read('docs/library-exports.md').matchAll(/^- [`_]([A-Za-z]\w*?)[`_]$/gm)].map(
  ([, name = '']) => name,
);
const SCENE = [...read('test/docs/scene.ts').matchAll(/^export (?:declare )?(?:const|class) (\w+)/gm)].map(
  ([, name = '']) => name,
);

/** Where names come from that a sample does not explain; the first that has one. */
const SOURCES: readonly (readonly [module: string, names: readonly string[]])[] = [
  [join(root, 'test/docs/scene.js'), SCENE],
  ['hookline', EXPORTED],
  ['@nestjs/common', NEST],
  ['zod', ['z']],
];

interface Compiled {
  sample: Sample;
  file: string;
  text: string;
  /** Lines of ours before the first of the sample. */
  before: number;
  declares: readonly string[];
}

const typescript = samples('ts').filter((sample) => !reasonNotToRun(sample));
const compiled = compileAll();
let program: ts.Program;

beforeAll(() => {
  program = createProgram(compiled);
});

describe('the TypeScript of the documentation', () => {
  it('is there', () => {
    expect(typescript.length).toBeGreaterThan(60);
  });

  it.each(compiled.map((each) => [placeOf(each.sample), each] as const))('%s compiles', (_, each) => {
    expect(problemsOf(each)).toEqual([]);
  });
});

describe('the JavaScript of the documentation', () => {
  it.each(samples('js').map((sample) => [placeOf(sample), sample] as const))(
    '%s is JavaScript',
    (_, { code }) => {
      const { diagnostics = [] } = ts.transpileModule(code, {
        fileName: 'sample.js',
        reportDiagnostics: true,
      });
      expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
    },
  );
});

function compileAll(): Compiled[] {
  const done: Compiled[] = [];
  for (const [index, sample] of typescript.entries()) {
    const earlier = done.filter((each) => each.sample.page === sample.page);
    done.push(compile(sample, index, earlier));
  }
  return done;
}

function compile(sample: Sample, index: number, earlier: readonly Compiled[]): Compiled {
  const [, name = `sample-${index}.ts`] = noteOf(sample, /^file (.+)$/) ?? [];
  const file = join(root, 'test/docs/pages', sample.page.replaceAll(/\W/g, '-'), name);
  const body = bodyOf(sample);
  const [ownImports, code] = body.head.length ? splitImports(sample.code) : ['', sample.code];
  const declares = declaredIn(body.text || ownImports);
  const given = sample.notes
    .filter((note) => note.startsWith('given '))
    .map((note) => note.slice('given '.length));
  const types = sample.notes.filter((note) => note.startsWith('type '));
  const known = new Set([...declares, ...given.map((each) => each.split(':')[0] ?? '')]);
  const wanted = new Set(
    [sample.code, ...given, ...types]
      .flatMap((text) => text.match(/[A-Za-z_$][\w$]*/g) ?? [])
      .filter((word) => !known.has(word)),
  );
  const imports: string[] = [];
  const sources = [
    ...earlier.toReversed().map((each) => [each.file.replace(/\.ts$/, '.js'), each.declares] as const),
    ...SOURCES,
  ];
  for (const [module, names] of sources) {
    const taken = names.filter((each) => wanted.delete(each));
    if (taken.length) imports.push(`import { ${taken.join(', ')} } from '${module}';`);
  }
  if (body.inClass) imports.push(`import { Scene } from '${join(root, 'test/docs/scene.js')}';`);
  const head = [
    ...imports,
    ...types.map((each) => `${each};`),
    ...given.map((each) => `declare const ${each};`),
    ...body.head,
  ];
  const own = declares.filter((each) => !exportsIt(sample.code, each));
  const foot = own.length && !body.head.length ? `\nexport { ${own.join(', ')} };` : '\nexport {};';
  return {
    sample,
    file,
    text: `${ownImports}${head.join('\n')}\n${code}\n${body.foot}${foot}`,
    before: head.length,
    declares: body.head.length ? [] : declares,
  };
}

/** What stands around a sample that is a part of something. */
function bodyOf({ code, notes }: Sample): { head: string[]; foot: string; text: string; inClass: boolean } {
  const around = (head: string[], foot: string, inClass = false) => ({ head, foot, text: '', inClass });
  const api = "defineApi({ name: 'acme', baseUrl: 'https://api.acme.com',";
  if (notes.includes('options'))
    return around([`import { defineApi } from 'hookline';`, `${api} operations: {},`], '});');
  if (notes.includes('operations')) {
    return around([`import { defineApi } from 'hookline';`, `${api} operations: {`], '} });');
  }
  if (parses(code)) return { head: [], foot: '', text: code, inClass: false };
  const members = notes
    .filter((note) => note.startsWith('member '))
    .map((note) => `declare ${note.slice('member '.length)};`);
  return around(['class Sample extends Scene {', ...members], '}', true);
}

/** The imports at the head of a sample that is a part of something, and the part. */
function splitImports(code: string): [imports: string, rest: string] {
  const [imports = ''] = /^(?:import .*\n|\n)*/.exec(code) ?? [];
  return [imports, code.slice(imports.length)];
}

function parses(code: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ESNext,
      experimentalDecorators: true,
    },
  });
  return diagnostics.length === 0;
}

/** Names at the top of a file: declared or imported. */
function declaredIn(code: string): string[] {
  return ts
    .createSourceFile('sample.ts', code, ts.ScriptTarget.Latest, true)
    .statements.flatMap((node): string[] => {
      if (ts.isVariableStatement(node))
        return node.declarationList.declarations.flatMap(({ name }) => namesOf(name));
      if (ts.isImportDeclaration(node)) {
        const { name, namedBindings } = node.importClause ?? {};
        const named =
          namedBindings && ts.isNamedImports(namedBindings)
            ? namedBindings.elements.map((each) => each.name.text)
            : [];
        return [...(name ? [name.text] : []), ...named];
      }
      const isNamed =
        ts.isClassDeclaration(node) ||
        ts.isFunctionDeclaration(node) ||
        ts.isInterfaceDeclaration(node) ||
        ts.isTypeAliasDeclaration(node);
      return isNamed && node.name ? [node.name.text] : [];
    });
}

function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesOf(each.name) : []));
}

function exportsIt(code: string, name: string): boolean {
  return new RegExp(
    String.raw`^export (?:abstract |async )?(?:class|const|function|interface|type) ${name}\b`,
    'm',
  ).test(code);
}

function noteOf({ notes }: Sample, pattern: RegExp): RegExpExecArray | undefined {
  return notes.map((note) => pattern.exec(note)).find((match) => match !== null) ?? undefined;
}

/** One program for all, whose samples lie only in memory. */
function createProgram(files: readonly Compiled[]): ts.Program {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const folders = new Set(files.map(({ file }) => dirname(file)));
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  // Names that only stand for types are imported here as readers' editors do it, and are not told apart.
  Object.assign(options, {
    isolatedModules: false,
    emitDecoratorMetadata: false,
    paths: {
      hookline: ['./src/index.ts'],
      'hookline/client': ['./src/client/index.ts'],
      'hookline/testing': ['./src/testing/index.ts'],
    },
  });
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile, directoryExists } = host;
  host.readFile = (path) => texts.get(path) ?? readFile.call(host, path);
  host.fileExists = (path) => texts.has(path) || fileExists.call(host, path);
  host.directoryExists = (path) => folders.has(path) || (directoryExists?.call(host, path) ?? true);
  host.getSourceFile = (path, version) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile.call(host, path, version)
      : ts.createSourceFile(path, text, version);
  };
  return ts.createProgram([...texts.keys()], options, host);
}

function problemsOf({ sample, file, before }: Compiled): string[] {
  const source = program.getSourceFile(file);
  if (!source) return [`${file} is not compiled`];
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return found.map(({ start = 0, messageText }) => {
    const line = source.getLineAndCharacterOfPosition(start).line - before + sample.line;
    return `${sample.page}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
