import { z } from 'zod';

/** Zod types for what environment variables hold: text in, typed values out. */

/** Seconds such as `30` or `0.5`; milliseconds out. */
export function seconds(defaultSeconds: number) {
  return z
    .string()
    .default(String(defaultSeconds))
    .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= 86_400, {
      error: 'must be seconds, more than 0 and at most 86400, such as 30 or 0.5',
    })
    .transform((text) => Math.max(1, Math.round(Number(text) * 1000)));
}

/** A whole number within bounds. */
export function wholeNumber({ min, max }: { min: number; max: number }) {
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number);
}

/** `a,b,c` as a list without empty entries: secrets of which any is accepted, so that they can be rotated. */
export function list() {
  return z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    );
}

/** An address to call: https, or http for a loopback address. Out comes the URL without a slash at its end. */
export function baseUrl() {
  return z
    .string()
    .refine((text) => URL.canParse(text) && isSafeBase(new URL(text)), {
      error: 'must be an https:// address (http:// only for localhost), without user, query or fragment',
    })
    .transform((text) => text.replace(/\/+$/, ''));
}

function isSafeBase(url: URL): boolean {
  if (url.username || url.password || url.search || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether a URL's host name is this machine itself. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
