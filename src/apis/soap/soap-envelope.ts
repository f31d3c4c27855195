import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { unescaped, xmlText } from './xml-text.js';

/** Why a SOAP service refuses, by the local names of its words. */
export interface SoapFault {
  /** `Client`, `Sender`, `Server`, `Receiver`, or a word of its own. */
  readonly code: string | undefined;
  /** SOAP 1.2: what the code is about. */
  readonly subcode: string | undefined;
  /** For people. */
  readonly message: string | undefined;
  /** The first element in its detail: `InvalidCurrencyFault`. */
  readonly detail: string | undefined;
}

/** How much of an answer is looked at, in bytes or characters. Of a fault, code and text come first. */
const LOOKED_AT = 64 * 1024;

/** How deep a fault's own words stand: `Envelope/Body/Fault/Code/Subcode/Value`. */
const DEEPEST = 6;

/** One piece of XML: a tag, text, CDATA, or what says nothing. A DTD is none: SOAP forbids it (SOAP 1.1, 3). */
const PIECE =
  /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[(?<cdata>[^]*?)\]\]>|<(?<end>\/?)(?:[^\s:<>/"'!?]+:)?(?<name>[^\s:<>/"'!?]+)(?<rest>(?:[\s/](?:[^<>"']|"[^"<]*"|'[^'<]*')*)?)>|(?<text>[^<]+)/gy;

/**
 * The fault in an answer, if it is one: of SOAP 1.1 (4.4) or SOAP 1.2 (part 1, 5.4). Retry and circuit ask of every
 * answer, without its WSDL: that is why this does not go by the `soap` package.
 */
export function faultIn({
  headers,
  body,
}: Pick<OutboundResponse, 'headers' | 'body'>): SoapFault | undefined {
  const message = xmlText({ headers, body: body.subarray(0, LOOKED_AT) });
  return message === undefined ? undefined : readEnvelope(message)?.fault;
}

/** Whether a text begins as a SOAP message, and the fault that it brings; `undefined` when it is no such message. */
export function readEnvelope(message: string): { readonly fault: SoapFault | undefined } | undefined {
  const path: string[] = [];
  const texts = new Map<string, string>();
  let isEnvelope = false;
  let isFault = false;
  let detail: string | undefined;
  for (const { groups = {} } of message.slice(0, LOOKED_AT).matchAll(PIECE)) {
    const { name, end, rest = '', cdata, text = '' } = groups;
    if (name === undefined) {
      const words = (cdata ?? unescaped(text)).trim();
      if (words && !isEnvelope) return undefined;
      if (!words || !isFault || path.length > DEEPEST) continue;
      const where = path.slice(3).join('/');
      if (!texts.has(where)) texts.set(where, words);
      continue;
    }
    if (end) {
      path.pop();
      continue;
    }
    path.push(name);
    if (path[0] !== 'Envelope') return undefined;
    isEnvelope = true;
    isFault ||= path[1] === 'Body' && path[2] === 'Fault';
    if (path[1] === 'Body' && path.length === 3 && !isFault) break;
    if (isFault && path.length === 5 && /^detail$/i.test(path[3] ?? '')) detail ??= name;
    if (rest.endsWith('/')) path.pop();
  }
  if (!isEnvelope) return undefined;
  return { fault: isFault ? faultOf(texts, detail) : undefined };
}

function faultOf(texts: ReadonlyMap<string, string>, detail: string | undefined): SoapFault {
  return {
    code: localName(texts.get('faultcode') ?? texts.get('Code/Value')),
    subcode: localName(texts.get('Code/Subcode/Value')),
    message: texts.get('faultstring') ?? texts.get('Reason/Text'),
    detail,
  };
}

/** `Client` of `soap:Client`, and of `soap:Client.Authentication` (SOAP 1.1, 4.4.1: from the general to the special). */
function localName(word: string | undefined): string | undefined {
  return word?.slice(word.lastIndexOf(':') + 1);
}
