import '../../scripts/typescript-imports.mjs';

/** Jest calls this once, before the first test file. */
export default async function globalSetup(): Promise<void> {
  const { startTestServer } = await import('./test-server.js');
  await startTestServer();
}
