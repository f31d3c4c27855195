import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { FailedFiles } from './test/support/failed-files.js';
import { StuckRun } from './test/support/stuck-run.js';

const report = process.env['TEST_REPORT'];
const source = (path: string) => fileURLToPath(new URL('src/', import.meta.url)) + path;

/** The embedded PostgreSQL of a run starts in the global setup and is shared by every file. */
export default defineConfig({
  // Examples import what a product imports.
  resolve: {
    alias: [
      { find: /^hookline$/, replacement: source('index.ts') },
      { find: /^hookline\/(client|testing)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    include: ['{src,test,examples}/**/*.spec.{ts,tsx}'],
    // They call the real providers, and are asked for by `npm run test:live`.
    exclude: ['**/node_modules/**', ...(process.env['TEST_LIVE'] ? [] : ['test/live/**'])],
    globalSetup: 'test/support/test-run.ts',
    setupFiles: ['test/support/fresh-scanner.ts'],
    // The files of a worker share the modules that are loaded: the product has no state beside what Nest makes.
    isolate: false,
    // A forked worker sometimes ends its last file without telling, and the run then waits for ever.
    pool: 'threads',
    maxWorkers: 3, // also on two cores: much of what is tested is waiting; a fourth would only make the others late
    // Generous, since machines differ: what is to be quick is measured, not timed out.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', new StuckRun(), ...(report ? [new FailedFiles(report)] : [])],
    slowTestThreshold: 10_000,
  },
});
