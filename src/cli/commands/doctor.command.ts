import { styleText } from 'node:util';
import { Command } from 'commander';
import type { Finding, Status } from '../../doctor/finding.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { print } from '../print.js';
import type { Runtime } from '../runtime.js';

const COLOUR = { ok: 'green', warn: 'yellow', fail: 'red', skip: 'gray' } as const satisfies Record<
  Status,
  string
>;

export function doctorCommand(runtime: Runtime): Command {
  return new Command('doctor')
    .description(
      'Check everything that the service depends on, and say how to mend what is wrong. Changes nothing.',
    )
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { findings, problems } = await runtime.examine(process.env);
      const text = process.stdout.isTTY ? tableOf(findings) : linesOf(findings);
      print(json, findings.map(onTheWire), text);
      if (problems.length > 0) throw new ConfigurationError(problems);
      const failed = findings.filter(({ status }) => status === 'fail').length;
      if (failed > 0) throw new Error(`${failed} of ${findings.length} checks failed.`);
    });
}

/** One line each, for logs and for `grep`. */
function linesOf(findings: readonly Finding[]): string {
  return printable(
    findings
      .map(
        ({ status, check, found, fix }) => `${status.padEnd(4)} ${check}: ${found}.${fix ? ` ${fix}` : ''}`,
      )
      .join('\n'),
  );
}

/** For people: what to do stands below, where it is found at a glance. */
function tableOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings
    .map(({ status, check, found, fix }) => {
      const mark = styleText(COLOUR[status], status.padEnd(4), { stream: process.stdout });
      const remedy = fix
        ? `\n${' '.repeat(width + 8)}${styleText('bold', printable(fix), { stream: process.stdout })}`
        : '';
      return `${mark}  ${check.padEnd(width)}  ${printable(found)}${remedy}`;
    })
    .join('\n');
}

function onTheWire({ check, status, found, fix }: Finding) {
  return { check, status, found, fix: fix ?? null };
}

/** What a server says of itself could steer a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, ' ');
}
