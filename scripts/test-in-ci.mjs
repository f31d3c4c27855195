import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * `node scripts/test-in-ci.mjs test` runs the npm script of that name. Up to three files with failures are run once more,
 * alone: a machine that CI shares with others stands still for seconds, and some thousand tests with real sockets and
 * processes meet that. What passes only then is named at the end; what fails again, or fails in more files, is a failure.
 * docs/decisions/031-ci-asks-twice.md
 */

const MOST_FILES = 3;

const [script = 'test'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'test-in-ci-'));
process.exitCode = await testTwice().finally(() => rm(folder, { recursive: true, force: true }));

async function testTwice() {
  const code = await run('first.json', []);
  if (code === 0) return code;
  const { files, strayErrors } = await report('first.json');
  if (strayErrors > 0 || files.length === 0 || files.length > MOST_FILES) return code;
  console.log(`\n== once more, alone: ${files.join(' ')}`);
  const second = await run('second.json', ['--no-file-parallelism', ...files]);
  if (second === 0) console.log(`\nUNSTEADY, failed beside the others and passed alone: ${files.join(' ')}`);
  return second;
}

function run(file, args) {
  const env = { ...process.env, TEST_REPORT: join(folder, file) };
  const tests = spawn('npm', ['run', script, '--', ...args], { stdio: 'inherit', env });
  return new Promise((resolve) => tests.on('exit', (code) => resolve(code ?? 1)));
}

async function report(file) {
  try {
    return JSON.parse(await readFile(join(folder, file), 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return { files: [], strayErrors: 0 }; // the run ended without a report: it was stuck, or never began
  }
}
