import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Manifest } from './manifests.js';

const file = join(fileURLToPath(new URL('.', import.meta.url)), 'manifests-as-types.ts');

/**
 * What TypeScript says of manifests that are written down as literals of Kubernetes' types: above all, fields that there are
 * not. Kubernetes drops these silently, and its schemas let them pass.
 */
export function complaintsAbout(manifests: readonly Manifest[]): string[] {
  const text = manifests
    .map((manifest, index) => {
      const { apiVersion, kind } = manifest;
      return `export const m${index}: import('kubernetes-models/${apiVersion}').I${kind} = ${JSON.stringify(manifest)};\n`;
    })
    .join('');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.readFile = (path) => (path === file ? text : readFile(path));
  host.getSourceFile = (path, ...rest) =>
    path === file ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2023) : getSourceFile(path, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
