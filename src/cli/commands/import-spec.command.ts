import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import type { ImportedApi } from '../../apis/openapi/import-spec.js';
import { errorCode } from '../../platform/errors/error-facts.js';
import { print } from '../print.js';

interface Options {
  readonly name?: string;
  readonly out?: string;
  readonly operations?: string[];
  readonly tag?: string[];
  readonly json?: boolean;
}

/** In the head of what was written, so that nothing else is overwritten. */
const MARK = 'hookline import-spec';

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

export function importSpecCommand(): Command {
  return new Command('import-spec')
    .description('Write a description for defineApi, types and operations, from an OpenAPI document.')
    .argument('<file>', 'the document: OpenAPI 3.1, 3.0 or 2.0, JSON or YAML; URLs are not fetched')
    .option('--name <name>', "the API's word in logs, metrics and variables: acme-billing (from its title)")
    .option('--out <file>', 'write there instead of printing: src/acme.api.ts')
    .option('--operations <names>', "only these, with commas between: 'users.*,orders.get'", commaSeparated)
    .option('--tag <tag...>', 'only operations with one of these tags')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Options, self: Command) => {
      const { name, out, operations, tag, json } = options;
      if (name !== undefined && !NAME.test(name)) {
        self.error(`error: an API cannot be called "${name}". Use small letters, digits and hyphens.`);
      }
      if (out !== undefined) await refuseToOverwrite(out);
      const { readDocument } = await import('../../apis/openapi/document/read-document.js');
      const { importSpec } = await import('../../apis/openapi/import-spec.js');
      const imported = importSpec(await readDocument(file), {
        name,
        operations,
        tags: tag,
        file: basename(file),
        command: commandOf(file, options),
      });
      if (out !== undefined) await writeFile(out, imported.source);
      const { title, className, notes, source } = imported;
      if (json) {
        const about = {
          name: imported.name,
          class_name: className,
          title,
          operations: listOf(imported),
          notes,
        };
        print(true, out === undefined ? { ...about, source } : { ...about, file: out }, '');
        return;
      }
      for (const note of notes) process.stderr.write(`${note}\n`);
      if (out === undefined) process.stdout.write(source);
      else print(false, undefined, `${out}: ${className}, ${count(imported)}.`);
    });
}

function commaSeparated(names: string): string[] {
  return names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function listOf({ operations }: ImportedApi): { name: string; method: string; path: string }[] {
  return operations.map(({ name, method, found: { path } }) => ({
    name,
    method: method.toUpperCase(),
    path,
  }));
}

function count({ operations: { length } }: ImportedApi): string {
  return length === 1 ? 'one operation' : `${length} operations`;
}

/** @throws Error for a file that is there and was not written by this command */
async function refuseToOverwrite(out: string): Promise<void> {
  const before = await readFile(out, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (before === undefined || before.slice(0, 2_000).includes(MARK)) return;
  throw new Error(
    `${out} is there, and was not written by this command. Choose another --out, or delete it.`,
  );
}

function commandOf(file: string, { name, out, operations, tag }: Options): string {
  return [
    `npx ${MARK} ${word(file)}`,
    ...(name === undefined ? [] : [`--name ${word(name)}`]),
    ...(operations ? [`--operations ${word(operations.join(','))}`] : []),
    ...(tag ? [`--tag ${tag.map(word).join(' ')}`] : []),
    ...(out === undefined ? [] : [`--out ${word(out)}`]),
  ].join(' ');
}

/** One word of a command line. */
function word(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
