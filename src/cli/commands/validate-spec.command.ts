import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { errorCode } from '../../platform/errors/error-facts.js';
import { print } from '../print.js';
import type { SpecProblem } from '../validation/spec-problems.js';

export function validateSpecCommand(): Command {
  return new Command('validate-spec')
    .description('Check an OpenAPI document (2.0, 3.0, 3.1), in JSON or YAML. Nothing is fetched.')
    .argument('<file>', 'the document')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const path = resolve(file);
      const source = await read(file);
      const { specProblems } = await import('../validation/spec-problems.js');
      const found = await specProblems(path, source);
      const problems = found.map((each) => ({
        ...each,
        file: each.file === path ? file : relative('', each.file),
      }));
      print(json, problems, textOf(file, problems));
      const errors = problems.filter(({ severity }) => severity === 'error').length;
      if (errors > 0) throw new Error(`${file}: ${errors === 1 ? 'a problem' : `${errors} problems`}.`);
    });
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') throw new Error(`There is no file ${file}.`, { cause: error });
    throw new Error(`${file} cannot be read: ${code ?? String(error)}.`, { cause: error });
  }
}

function textOf(file: string, problems: readonly SpecProblem[]): string {
  if (problems.length === 0) return `${file} is good.`;
  return problems
    .map(({ file: at, line, column, message, severity }) => {
      const mark = severity === 'warning' ? 'warning: ' : '';
      return `${at}:${line}:${column}  ${mark}${message.replaceAll(/\s*\n\s*/g, ' ')}`;
    })
    .join('\n');
}
