import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readEnvelope } from './soap-envelope.js';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', '')}]]>`;
const referenced = (text: string) => text.replaceAll(/[^]/gu, (each) => `&#${each.codePointAt(0)};`);

describe('the fault of a SOAP message', () => {
  it('is read whatever its text is, and however it is written', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => each.trim() === each);
    fc.assert(
      fc.property(text, fc.constantFrom(escaped, cdata, referenced), fc.boolean(), (said, write, newer) => {
        fc.pre(said !== '' && !said.includes(']]>'));
        const body = newer
          ? `<e:Code>\n<e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang='en>'>${write(said)}</e:Text></e:Reason>`
          : `<faultcode>e:Sender</faultcode><!-- <faultstring>no</faultstring> --><faultstring\n>${write(said)}</faultstring>`;
        const message = `<?xml version="1.0"?>\n<e:Envelope xmlns:e="urn:e"><e:Header a="/>"><x/></e:Header><e:Body><e:Fault>${body}</e:Fault></e:Body></e:Envelope>`;
        expect(readEnvelope(message)).toEqual({
          fault: { code: 'Sender', subcode: undefined, message: said, detail: undefined },
        });
      }),
    );
  });

  it.each([
    ['<Envelope><Body><Answer><Fault/></Answer></Body></Envelope>', { fault: undefined }],
    ['<Envelope><Header><Fault>x</Fault></Header><Body/></Envelope>', { fault: undefined }],
    ['<!DOCTYPE Envelope><Envelope><Body><Fault/></Body></Envelope>', undefined],
    ['Sorry. <Envelope/>', undefined],
    ['<html><body>Envelope</body></html>', undefined],
    ['', undefined],
  ])('%s has none', (message, found) => {
    expect(readEnvelope(message)).toEqual(found);
  });

  it.each([
    '<',
    '<a',
    '<a ',
    '<a "',
    '<!--',
    '<![CDATA[',
    '<?',
    '<a:',
    '<a>',
    '<a>x',
    '&#',
    '<faultcode>',
    "<a b='",
  ])('is looked for in time that grows with the length alone: %s', (part) => {
    const before = performance.now();
    readEnvelope(`<Envelope><Body><Fault>${part.repeat(50_000)}`);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
