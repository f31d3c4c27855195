import { isLoopback } from '../config/values.js';

/** How long the issuer may take to answer, in ms. */
const TIMEOUT_MS = 5_000;
/** The longest document that is read: key sets have a few keys of some 2 KB. */
const MAX_BYTES = 256 * 1024;

/** Whether documents that decide who gets in may come from there: by TLS, or from this machine. */
export function isTrustedAddress(url: URL): boolean {
  if (url.username || url.password || url.search || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/**
 * Gets a JSON document of the issuer: from the very address, within bounds of time and size.
 * @throws Error when it cannot be had
 */
export async function fetchIssuerDocument(address: string): Promise<unknown> {
  const url = new URL(address);
  if (!isTrustedAddress(url)) throw new Error(`${address} is not an https:// address`);
  // One redirect would undo what was checked, and no issuer needs one.
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${address} answered ${response.status}`);
  }
  return JSON.parse(await boundedText(response, address)) as unknown;
}

async function boundedText(response: Response, address: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest.
    if (bytes > MAX_BYTES) throw new Error(`${address} answered with more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
