import { transformSync } from '@swc/core';
import ts from 'typescript';
import * as zod from 'zod';
import type { ApiClass } from '../../src/apis/define-api.js';
import * as hookline from './written-imports.js';

/** Where files stand while they are checked; none is written there. */
const FOLDER = `${import.meta.dirname}/`;

/**
 * What the compiler has to say, under `strict`, about files that were written from `hookline`: nothing, one hopes. They
 * are compiled in one go, since loading what they import takes most of the time.
 * @param sources by name
 */
export function typeErrors(sources: Readonly<Record<string, string>>): string[] {
  const files = new Map(Object.entries(sources).map(([name, source]) => [`${FOLDER}${name}.api.ts`, source]));
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const settings = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [] },
    ts.sys,
    process.cwd(),
  );
  const options: ts.CompilerOptions = {
    ...settings.options,
    declaration: false,
    paths: { hookline: [`${FOLDER}written-imports.ts`] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, target, ...rest) => {
    const source = files.get(path);
    return source === undefined
      ? getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, source, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) =>
        `${path.slice(FOLDER.length)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

/** Runs a file as written, and gives the class in it. */
export function loadApi(source: string, className: string): ApiClass {
  const { code } = transformSync(source, {
    configFile: false,
    swcrc: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const modules: Readonly<Record<string, unknown>> = { hookline, zod };
  const exported: Record<string, unknown> = {};
  // oxlint-disable-next-line typescript/no-implied-eval -- what is tested is that it runs
  new Function('require', 'exports', code)((name: string) => modules[name], exported);
  return exported[className] as ApiClass;
}
