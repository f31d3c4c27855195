import type { SignedDelivery } from '../support/webhook-signer.js';

/** What stands before a signature, to say how it was made. */
const LABEL = /v\d[=,]|sha\d+=/;
const OTHER_LABELS = ['v0=', 'v1=', 'v2=', 'v2,', 'v1a,', 'sha1=', 'sha512=', 'md5=', 'none=', 'RS256=', ''];

/** The value of a signature header as it may be tried instead of the right one, by what was done to it. */
export function forgedValues(good: string): ReadonlyMap<string, string> {
  const forged = new Map([
    ['empty', ''],
    ['a space', ' '],
    ['7 kB of a', 'a'.repeat(7_000)],
    [
      '7 kB of signatures',
      `${good},`.repeat(Math.floor(7_000 / (good.length + 1))).replaceAll(/\w{2}/g, '0a'),
    ],
    ['not ASCII', 'ä'.repeat(64)],
    ['one half', good.slice(0, Math.ceil(good.length / 2))],
    ['the other half', good.slice(Math.ceil(good.length / 2))],
    ['cut short', good.slice(0, -8)],
    ['backwards', good.split('').toReversed().join('')],
    ['hex instead of base64', good.replace(/[A-Za-z0-9+/]{40,}={0,2}/, (text) => inHex(text))],
    ['base64 instead of hex', good.replace(/[0-9a-f]{64}/, (text) => inBase64(text))],
    ...relabelled(good),
  ]);
  return new Map([...forged].filter(([, value]) => value !== good));
}

/** The value with one of its characters changed. The last is left alone: base64 may not mean all of its bits. */
export function withOtherCharacter(good: string, position: number): string {
  const at = position % (good.replace(/=+$/, '').length - 1);
  return good.slice(0, at) + (good[at] === '0' ? '1' : '0') + good.slice(at + 1);
}

/** A delivery with a header set, or without it. */
export function withHeader<Value extends string | readonly string[]>(
  { headers, body }: SignedDelivery,
  name: string,
  value: Value | undefined,
) {
  const others = Object.entries(headers).filter(([other]) => other !== name);
  const changed: Record<string, string | Value> = Object.fromEntries(others);
  if (value !== undefined) changed[name] = value;
  return { headers: changed, body };
}

function relabelled(good: string): [string, string][] {
  const own = LABEL.exec(good)?.[0];
  return OTHER_LABELS.filter((label) => label !== (own ?? '')).map((label) => [
    `labelled "${label}"`,
    own === undefined ? label + good : good.replace(own, label),
  ]);
}

function inHex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

function inBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
