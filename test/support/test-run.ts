import '../../scripts/typescript-imports.mjs';

/** Vitest calls this once, before the first test file, and what it gives back after the last one. */
export default async function testRun(): Promise<() => Promise<void>> {
  const { startTestServer, stopTestServer } = await import('./test-server.js');
  await startTestServer();
  return stopTestServer;
}
