import '../../scripts/typescript-imports.mjs';

/** Jest calls this once, after the last test file, whether tests failed or not. */
export default async function globalTeardown(): Promise<void> {
  const { stopTestServer } = await import('./test-server.js');
  await stopTestServer();
}
