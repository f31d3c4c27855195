import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestHookline, type TestHookline } from '../../src/testing/index.js';

let hookline: TestHookline;

beforeAll(async () => {
  hookline = await startTestHookline();
});

afterAll(async () => {
  await hookline?.stop();
});

it('runs on an embedded database of its own, each its own', async () => {
  const other = await startTestHookline();
  try {
    expect(other.environment.DATABASE_URL).not.toBe(hookline.environment.DATABASE_URL);
    expect((await hookline.webhook('slack', 'app_mention').send(hookline.url)).status).toBe(200);
    await hookline.settled();
    const here = await hookline.fetch('/v1/webhook-events');
    const there = await other.fetch('/v1/webhook-events');
    expect(await here.json()).toMatchObject({ data: [{ type: 'app_mention' }] });
    expect(await there.json()).toMatchObject({ data: [] });
  } finally {
    await other.stop();
  }
});

it('says what is left when it does not settle in time', async () => {
  await expect(hookline.settled(0)).rejects.toThrow('Not settled within 0 ms');
});

it('is imported without starting anything, and without Nest', async () => {
  const program = `
    await import('./src/testing/index.ts');
    const { registerHooks } = await import('node:module');
    let loads = false;
    registerHooks({ load: (url, context, next) => { loads = true; return next(url, context); } });
    await import('@nestjs/core').catch(() => {});
    process.stdout.write(JSON.stringify({
      nestIsNew: loads,
      handles: process.getActiveResourcesInfo().filter((name) => /Server|Socket|Timeout/.test(name)),
    }));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    '@swc-node/register/esm-register',
    '--input-type=module',
    '--eval',
    program,
  ]);
  expect(JSON.parse(stdout)).toEqual({ nestIsNew: true, handles: [] });
});
