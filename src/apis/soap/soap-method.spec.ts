import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listen, passwordDigest } from 'soap';
import { z } from 'zod';
import { issueCertificate, trust } from '../../../test/support/certificates.js';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import {
  AuthenticationError,
  NotConfiguredError,
  ProviderError,
  RateLimitError,
  ResponseFormatError,
  TimeoutError,
  UnprocessableError,
  ValidationError,
} from '../../contracts/errors.js';
import { observingCalls } from '../../outbound/request-log/observed-calls.js';
import type { ApiDescription } from '../api-description.js';
import { basic } from '../auth/basic.js';
import { defineApi } from '../define-api.js';
import { variable } from '../variable.js';
import { soap } from './soap-method.js';
import type { SoapService } from './soap-service.js';
import { usernameToken } from './username-token.js';

/** @param address of its ports. @param schema what stands in its types */
const wsdlOf = (address: string, schema = SCHEMA) => `<?xml version="1.0" encoding="utf-8"?>
<definitions name="Bank" targetNamespace="urn:bank" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="urn:bank"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <types>${schema}</types>
  <message name="Ask"><part name="parameters" element="tns:Ask"/></message>
  <message name="Answer"><part name="parameters" element="tns:Answer"/></message>
  <message name="Note"><part name="parameters" element="tns:Note"/></message>
  <portType name="Bank">
    <operation name="Ask"><input message="tns:Ask"/><output message="tns:Answer"/></operation>
    <operation name="Note"><input message="tns:Note"/></operation>
  </portType>
  <binding name="Bank" type="tns:Bank">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Ask">
      <soap:operation soapAction="urn:bank#Ask"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>
    </operation>
    <operation name="Note"><soap:operation soapAction="urn:bank#Note"/><input><soap:body use="literal"/></input></operation>
  </binding>
  <service name="Bank">
    <port name="Main" binding="tns:Bank"><soap:address location="${address}/bank"/></port>
    <port name="Spare" binding="tns:Bank"><soap:address location="${address}/spare"/></port>
  </service>
</definitions>`;

const SCHEMA = `<xsd:schema targetNamespace="urn:bank" xmlns:xsd="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <xsd:element name="Ask"><xsd:complexType><xsd:sequence>
    <xsd:element name="customer" type="xsd:string"/><xsd:element name="tag" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/>
  </xsd:sequence></xsd:complexType></xsd:element>
  <xsd:element name="Note"><xsd:complexType><xsd:sequence><xsd:element name="text" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
  <xsd:element name="Answer"><xsd:complexType><xsd:sequence>
    <xsd:element name="id" type="xsd:long"/><xsd:element name="count" type="xsd:int"/><xsd:element name="balance" type="xsd:decimal"/>
    <xsd:element name="open" type="xsd:boolean"/><xsd:element name="since" type="xsd:date"/><xsd:element name="note" type="xsd:string" nillable="true"/>
    <xsd:element name="line" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/>
  </xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>`;

const ASKED = { customer: 'ACME & Söhne', tags: ['a', 'b'] };
const Ask = z.codec(
  z.object({ customer: z.string(), tag: z.array(z.string()).optional() }),
  z.object({ customer: z.string().max(20), tags: z.array(z.string()).optional() }),
  {
    decode: ({ customer, tag }) => ({ customer, tags: tag }),
    encode: ({ customer, tags }) => ({ customer, tag: tags }),
  },
);
const Answer = z.object({
  id: z.string(),
  count: z.int(),
  balance: z.string(),
  open: z.boolean(),
  since: z.iso.date(),
  note: z.string().nullish(),
  line: z.array(z.string()).default([]),
});

const described = (more: Partial<ApiDescription> = {}, service: Partial<SoapService> = {}) =>
  class Bank extends defineApi({
    name: 'bank',
    title: 'Bank',
    soap: { wsdl: '/bank?wsdl', ...service },
    ...more,
    operations: {
      ask: soap('Ask', { input: Ask, answer: Answer, safety: { by: 'reading' } }),
      move: soap('Ask', { input: Ask, answer: Answer, strictness: 'strict' }),
      note: soap('Note', { input: z.object({ text: z.string() }) }),
      lost: soap('Close', {}),
      loose: soap('Ask', { input: z.looseObject({}), answer: z.looseObject({}) }),
    },
  }) {};

const envelope = (body: string, version: '1.1' | '1.2' = '1.1') =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="${version === '1.1' ? 'http://schemas.xmlsoap.org/soap/envelope/' : 'http://www.w3.org/2003/05/soap-envelope'}"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`;
const answerOf = (fields: string) =>
  `<b:Answer xmlns:b="urn:bank" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${fields}</b:Answer>`;
const FIELDS =
  '<b:id>9007199254740993</b:id><b:count>3</b:count><b:balance>12.10</b:balance><b:open>1</b:open><b:since>2026-10-05</b:since>';
const fault11 = (code: string, text: string, detail = '') =>
  envelope(`<s:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring>${detail}</s:Fault>`);
const fault12 = (code: string, subcode: string, text: string) =>
  envelope(
    `<s:Fault><s:Code><s:Value>s:${code}</s:Value><s:Subcode><s:Value xmlns:m="urn:m">m:${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">${text}</s:Text></s:Reason></s:Fault>`,
    '1.2',
  );
const xml = (text: string, status = 200): Fault =>
  faults.status(status, { 'content-type': 'text/xml; charset=utf-8' }, text);

let server: FaultServer;
let wsdl: (attempt: number) => Fault;
let answer: (attempt: number) => Fault;
const calls = () => server.requests.filter(({ method }) => method === 'POST');
const documents = () => server.requests.filter(({ method }) => method === 'GET');
const sent = () => calls().at(-1)?.body.toString() ?? '';

beforeEach(async () => {
  wsdl = () => xml(wsdlOf(server.url));
  answer = () => xml(envelope(answerOf(FIELDS)));
  server = await startFaultServer({
    answer: ({ method }, attempt) => (method === 'GET' ? wsdl(attempt) : answer(attempt)),
  });
});
afterEach(() => server.close());

describe('a SOAP operation', () => {
  it('is written as the WSDL has it, and answered with values as JSON has them', async () => {
    const { client, close } = await openApi(described(), server.url);
    answer = () => xml(envelope(answerOf(`${FIELDS}<b:note xsi:nil="true"/><b:line> one line </b:line>`)));
    await expect(client.ask(ASKED)).resolves.toEqual({
      id: '9007199254740993',
      count: 3,
      balance: '12.10',
      open: true,
      since: '2026-10-05',
      note: null,
      line: [' one line '],
    });
    expect(sent()).toMatch(/customer>ACME &amp; Söhne<.*tag>a<.*tag>b</);
    expect(calls()[0]).toMatchObject({
      path: '/bank',
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '"urn:bank#Ask"' },
    });
    await close();
  });

  it('of a service of SOAP 1.2 names its action in the content type', async () => {
    const { client, close } = await openApi(described({}, { version: '1.2' }), server.url);
    answer = () => xml(envelope(answerOf(FIELDS), '1.2'));
    await expect(client.ask(ASKED)).resolves.toMatchObject({ count: 3, balance: '12.10', line: [] });
    expect(sent()).toContain('xmlns:soap="http://www.w3.org/2003/05/soap-envelope"');
    expect(calls()[0]?.headers).toMatchObject({
      'content-type': 'application/soap+xml; charset=utf-8; action="urn:bank#Ask"',
    });
    await close();
  });

  it('that has no answer needs none', async () => {
    const { client, close } = await openApi(described(), server.url);
    answer = () => faults.status(202, {}, '');
    await expect(client.note({ text: 'hello' })).resolves.toBeUndefined();
    answer = () => xml(fault11('s:Client', 'Too long'));
    await expect(client.note({ text: 'hello' })).rejects.toThrow(ValidationError);
    await close();
  });

  it('reads an answer in the charset that it says', async () => {
    const { client, close } = await openApi(described(), server.url);
    const text = envelope(answerOf(`${FIELDS}<b:note>Söhne</b:note>`));
    const latin = Buffer.from(text.replace('?>', ' encoding="ISO-8859-1"?>'), 'latin1');
    answer = () => faults.ok(latin, { 'content-type': 'text/xml' });
    await expect(client.ask(ASKED)).resolves.toMatchObject({ note: 'Söhne' });
    answer = () => faults.ok(latin, { 'content-type': 'text/xml; charset=klingon' });
    await expect(client.ask(ASKED)).rejects.toThrow(ResponseFormatError);
    await close();
  });

  it.each<[string, object, string]>([
    ['what the schema does not take', { customer: 'x'.repeat(30) }, 'customer'],
    ['a character that XML cannot have', { customer: 'a\u0000b' }, 'customer'],
    ['half a character', { customer: 'a\uD800b' }, 'customer'],
    ['CDATA, which would be sent as XML', { customer: '<![CDATA[]]></customer><![CDATA[]]>' }, 'customer'],
  ])('sends nothing of %s', async (_name, input, field) => {
    const { client, close } = await openApi(described(), server.url);
    const refused: unknown = await client.ask({ ...ASKED, ...input }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ValidationError);
    expect(refused).toMatchObject({ details: [{ field }], operation: 'ask' });
    expect(calls()).toHaveLength(0);
    await close();
  });

  it.each<[Record<string, unknown>, string]>([
    [{ $xml: '<x/>' }, '$xml'],
    [{ _xml: '<x/>' }, '_xml'],
    [{ 'a><b': 1 }, 'a><b'],
    [{ a: { attributes: { b: '" c="' } } }, 'a.attributes.b'],
    [{ a: [{ when: new Date(0) }] }, 'a.0.when'],
    [{ a: Number.NaN }, 'a'],
  ])('sends nothing of %j, which would be other XML than it says', async (input, field) => {
    const { client, close } = await openApi(described(), server.url);
    await expect(client.loose(input)).rejects.toMatchObject({ details: [{ field }] });
    expect(server.requests).toHaveLength(0);
    await close();
  });
});

describe('the WSDL', () => {
  it('is read once, by the credential of the API, for all calls that wait for it', async () => {
    const auth = basic({ username: variable('BANK_USER'), password: variable('BANK_PASSWORD') });
    const variables = { BANK_USER: 'shop', BANK_PASSWORD: 'hunter2' };
    const { client, close } = await openApi(described({ auth }), server.url, { variables });
    wsdl = () => faults.slow(50, xml(wsdlOf(server.url)));
    const inTime = { timeoutMs: 10 };
    await expect(
      Promise.allSettled([client.ask(ASKED, inTime), client.ask(ASKED), client.move(ASKED)]),
    ).resolves.toMatchObject([
      { status: 'rejected', reason: expect.any(TimeoutError) },
      { status: 'fulfilled' },
      { status: 'fulfilled' },
    ]);
    expect(documents()).toMatchObject([{ path: '/bank?wsdl' }]);
    expect(new Set(server.requests.map(({ headers }) => headers['authorization'])).size).toBe(1);
    expect(calls()[0]?.headers).toHaveProperty('authorization', 'Basic c2hvcDpodW50ZXIy');
    await close();
  });

  it('that could not be had is asked for again by the next call', async () => {
    const { client, close } = await openApi(described(), server.url);
    wsdl = (attempt) => (attempt === 1 ? faults.status(404) : xml(wsdlOf(server.url)));
    await expect(client.ask(ASKED)).rejects.toThrow('Bank refused wsdl');
    await expect(client.ask(ASKED)).resolves.toHaveProperty('count', 3);
    await close();
  });

  it('may stand in the description, and import schemas of the API', async () => {
    const text = wsdlOf(
      server.url,
      '<xsd:schema><xsd:import namespace="urn:bank" schemaLocation="bank.xsd"/></xsd:schema>',
    );
    const { client, close } = await openApi(
      described({}, { wsdl: text.replace(/^<\?.*\?>/, '') }),
      server.url,
    );
    wsdl = () => xml(SCHEMA);
    await expect(client.ask(ASKED)).resolves.toHaveProperty('count', 3);
    expect(documents()).toMatchObject([{ path: '/bank.xsd' }]);
    await close();
  });

  it('leads nowhere else: neither to schemas nor to an endpoint', async () => {
    const elsewhere = await startFaultServer();
    const { client, close } = await openApi(described(), server.url);
    const imports = (location: string) =>
      `<xsd:schema><xsd:import namespace="urn:bank" schemaLocation="${location}"/></xsd:schema>`;
    for (const location of [`${elsewhere.url}/bank.xsd`, 'file:///etc/passwd', '//127.0.0.1:1/bank.xsd']) {
      wsdl = () => xml(wsdlOf(server.url, imports(location)));
      await expect(client.ask(ASKED)).rejects.toThrow('Nothing is asked elsewhere');
    }
    wsdl = () => xml(wsdlOf(elsewhere.url));
    await expect(client.ask(ASKED)).rejects.toThrow(NotConfiguredError);
    expect(calls()).toHaveLength(0);
    expect(elsewhere.requests).toHaveLength(0);
    const corrected = await openApi(described({}, { endpoint: '/v2/bank' }), server.url);
    await corrected.client.ask(ASKED);
    expect(calls()).toMatchObject([{ path: '/v2/bank' }]);
    await Promise.all([close(), corrected.close(), elsewhere.close()]);
  });

  it('says which operations, services and ports there are', async () => {
    const { client, close } = await openApi(described({}, { service: 'Bank', port: 'Spare' }), server.url);
    await expect(client.lost()).rejects.toThrow('has no operation Close, but Ask, Note');
    await client.ask(ASKED);
    expect(calls()).toMatchObject([{ path: '/spare' }]);
    const wrong = await openApi(described({}, { port: 'Third' }), server.url);
    await expect(wrong.client.ask(ASKED)).rejects.toThrow(
      'no port Third, but Main, Spare. Correct soap.port',
    );
    wsdl = () => faults.ok('<html>Please sign in</html>', { 'content-type': 'text/html' });
    await expect(wrong.client.ask(ASKED)).rejects.toThrow('its WSDL cannot be read');
    await Promise.all([close(), wrong.close()]);
  });

  it('is needed: without one in the description, nothing starts', async () => {
    await expect(openApi(described({ soap: undefined }), server.url)).rejects.toThrow(
      'needs the description to have soap',
    );
  });
});

describe('a fault', () => {
  const errors = {
    meanings: { OverdrawnFault: 'unprocessable', MS_BUSY: 'rate_limit', 'Client.Auth': 'authentication' },
  } as const;

  it.each<[string, number, string, new (...args: never[]) => Error, string]>([
    [
      'SOAP 1.1, of the caller',
      500,
      fault11('s:Client', 'No such customer'),
      ValidationError,
      'Client: No such customer',
    ],
    [
      'SOAP 1.2, of the caller',
      400,
      fault12('Sender', 'Odd', 'Odd number'),
      ValidationError,
      'Odd: Odd number',
    ],
    [
      'of the service',
      500,
      fault11('s:Server', 'NullPointerException'),
      ProviderError,
      'Server: NullPointer',
    ],
    ['of a service that is down', 503, fault11('s:Server', 'Later'), Error, 'Try again later'],
    [
      'of the credential',
      500,
      fault11('wsse:FailedAuthentication', 'No'),
      AuthenticationError,
      'FailedAuthentication: No',
    ],
    [
      'of the credential, SOAP 1.2',
      500,
      fault12('Sender', 'InvalidSecurity', 'No'),
      AuthenticationError,
      'InvalidSecurity',
    ],
    [
      'of a word that the description knows',
      500,
      fault11('s:Client.Auth', 'No'),
      AuthenticationError,
      'Client.Auth',
    ],
    [
      'of a detail that the description knows',
      500,
      fault11(
        's:Server',
        'Sorry',
        '<detail><b:OverdrawnFault xmlns:b="urn:bank"><b:by>5</b:by></b:OverdrawnFault></detail>',
      ),
      UnprocessableError,
      'OverdrawnFault: Sorry',
    ],
    [
      'of a text that the description knows',
      500,
      fault11('s:Server', 'MS_BUSY'),
      RateLimitError,
      'move: MS_BUSY. Send less',
    ],
    [
      'in a success',
      200,
      fault11('s:Client', 'No such customer'),
      ValidationError,
      'Client: No such customer',
    ],
    [
      'by a status that says more',
      401,
      fault11('s:Client', 'Who are you?'),
      AuthenticationError,
      'Who are you',
    ],
  ])('%s, means what it says', async (_name, status, text, meant, said) => {
    const { client, close } = await openApi(described({ errors }), server.url);
    answer = () => xml(text, status);
    const refused: unknown = await client.move(ASKED).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(meant);
    expect(refused).toMatchObject({ status, message: expect.stringContaining(said) });
    expect(calls()).toHaveLength(1);
    await close();
  });

  it('is told without secrets, and not at length', async () => {
    const { client, close } = await openApi(described(), server.url);
    const quoted = '&lt;wsse:Password&gt;hunter2&lt;/wsse:Password&gt;';
    answer = () => xml(fault11('s:Client', `Cannot read ${quoted} ${'x'.repeat(5_000)}`), 500);
    const { message } = await client.ask(ASKED).then(
      () => new Error('answered'),
      (error: Error) => error,
    );
    expect(message).toContain('Cannot read <wsse:Password>[redacted]');
    expect(message.length).toBeLessThan(400);
    await close();
  });

  it('of the caller is not repeated, and opens no circuit; one of the service is, where nothing is written', async () => {
    const { client, close } = await openApi(described(), server.url);
    answer = () => xml(fault11('s:Client', 'No'), 500);
    for (let tried = 1; tried <= 30; tried += 1) {
      await expect(client.ask(ASKED)).rejects.toThrow(ValidationError);
      expect(calls()).toHaveLength(tried);
    }
    answer = () => xml(fault11('s:Server', 'Oops'), 500);
    await expect(client.move(ASKED)).rejects.toThrow(ProviderError);
    expect(calls()).toHaveLength(31);
    await expect(client.ask(ASKED)).rejects.toThrow(ProviderError);
    expect(calls()).toHaveLength(35);
    await close();
  });
});

describe('an answer', () => {
  it('is held against its schema: unknown elements are drift', async () => {
    const { client, drifts, close } = await openApi(described(), server.url);
    answer = () => xml(envelope(answerOf(`${FIELDS}<b:plan>gold</b:plan>`)));
    await expect(client.ask(ASKED)).resolves.not.toHaveProperty('plan');
    expect(drifts).toMatchObject([{ path: 'plan' }]);
    await expect(client.move(ASKED)).rejects.toThrow('see plan');
    answer = () => xml(envelope(answerOf(FIELDS.replace('>3<', '>three<').replace('>1<', '>maybe<'))));
    await expect(client.ask(ASKED)).rejects.toThrow('see count, open');
    await close();
  });

  const bomb = `<!DOCTYPE lolz [<!ENTITY a "lol">${'bcdefghij'
    .split('')
    .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghi'[index]};`.repeat(10)}">`)
    .join('')}<!ENTITY file SYSTEM "file:///etc/passwd">]>`;

  it.each([
    ['is a page', '<html><body>Sign in</body></html>'],
    ['is JSON', '{"Envelope":{}}'],
    ['is nothing', ''],
    ['stops half-way', envelope(answerOf(FIELDS)).slice(0, -60)],
    [
      'has entities that grow',
      envelope(answerOf(`${FIELDS}<b:note>&j;</b:note>`)).replace('?>', `?>${bomb}`),
    ],
    [
      'has an entity of a file',
      envelope(answerOf(`${FIELDS}<b:note>&file;</b:note>`)).replace('?>', `?>${bomb}`),
    ],
    ['has entities in an element', envelope(answerOf(`${FIELDS}<b:note>&file;</b:note>`))],
    [
      'would write into every object',
      envelope(answerOf(`${FIELDS}<b:line id="&#95;_proto&#0095;_">x</b:line>`)),
    ],
    ['is another operation’s', envelope('<b:Other xmlns:b="urn:bank"/>')],
  ])('that %s is refused', async (_name, text) => {
    const { client, close } = await openApi(described(), server.url);
    answer = () => xml(text);
    await expect(client.ask(ASKED)).rejects.toThrow(ResponseFormatError);
    expect({}).not.toHaveProperty('obj');
    expect(calls()).toHaveLength(1);
    await close();
  });
});

describe('a user name token', () => {
  const token = { username: variable('BANK_USER'), password: variable('BANK_PASSWORD') };
  const variables = { BANK_USER: 'shop & co', BANK_PASSWORD: 'hunter2' };
  const elementOf = (name: string, text: string) =>
    new RegExp(`<ws\\w+:${name}(?: [^>]*)?>([^<]*)<`).exec(text)?.[1] ?? '';

  it('has a digest with a nonce and a time of its own on each attempt, and is nowhere to be seen', async () => {
    const { client, close } = await openApi(described({ auth: usernameToken(token) }), server.url, {
      variables,
    });
    answer = (attempt) => (attempt === 1 ? faults.status(502) : xml(envelope(answerOf(FIELDS))));
    const { calls: observed } = await observingCalls(() => client.ask(ASKED));
    const attempts = calls().map(({ body }) => body.toString());
    expect(attempts).toHaveLength(2);
    for (const text of attempts) {
      const [nonce, created] = [elementOf('Nonce', text), elementOf('Created', text)];
      expect(elementOf('Username', text)).toBe('shop &amp; co');
      expect(elementOf('Password', text)).toBe(passwordDigest(nonce, created, 'hunter2'));
      expect(text).toContain('</soap:Header><soap:Body>');
    }
    expect(new Set(attempts.map((text) => elementOf('Nonce', text))).size).toBe(2);
    expect(observed.at(-1)?.request).toContain('Envelope');
    expect(JSON.stringify(observed)).not.toMatch(/wsse|hunter2/);
    expect(documents()[0]?.body.toString()).toBe('');
    await close();
  });

  it('may be sent as it is; a service that quotes it is not quoted with it', async () => {
    const auth = usernameToken({ ...token, passwordType: 'text' });
    const { client, close } = await openApi(described({ auth }), server.url, { variables });
    answer = () => xml(fault11('wsse:InvalidSecurity', `<![CDATA[${sent()}]]>`), 500);
    const { result, calls: observed } = await observingCalls(() => client.ask(ASKED));
    expect(elementOf('Password', sent())).toBe('hunter2');
    expect(result).toMatchObject({ reason: expect.any(AuthenticationError) });
    expect(JSON.stringify([observed, String(result.status === 'rejected' && result.reason)])).not.toContain(
      'hunter2',
    );
    await close();
  });

  it('says which variables are missing', async () => {
    const { client, close } = await openApi(described({ auth: usernameToken(token) }), server.url);
    await expect(client.ask(ASKED)).rejects.toThrow('Set BANK_USER and BANK_PASSWORD');
    await close();
  });

  it('cannot be put into an envelope that is compressed', async () => {
    const road = { compressFromBytes: 1 };
    const opened = await openApi(described({ auth: usernameToken(token), road }), server.url, { variables });
    await expect(opened.client.ask(ASKED)).rejects.toThrow('Leave compressFromBytes out');
    await opened.close();
  });
});

describe('a service that the soap package serves, by HTTPS and Basic', () => {
  let service: Server;
  let url: string;
  let forget: () => void;

  beforeAll(async () => {
    const authority = await issueCertificate({ name: 'Bank authority', isAuthority: true });
    const own = await issueCertificate({ name: 'localhost', issuer: authority, keyType: 'ec' });
    forget = trust(authority);
    const key = own.privateKey.export({ type: 'pkcs8', format: 'pem' });
    service = createTlsServer({ cert: own.pem, key });
    await once(service.listen(0, 'localhost'), 'listening');
    url = `https://localhost:${(service.address() as AddressInfo).port}`;
    const asked = ({ customer, tag }: { customer: string; tag: string[] }) => ({
      id: '7',
      count: tag.length,
      balance: '0.10',
      open: customer.startsWith('ACME'),
      since: '2020-01-01',
    });
    const soapServer = listen(service, '/bank', { Bank: { Main: { Ask: asked } } }, wsdlOf(url));
    soapServer.authorizeConnection = ({ headers }: IncomingMessage) =>
      headers.authorization === 'Basic c2hvcDpodW50ZXIy';
  });
  afterAll(() => {
    forget();
    service.close();
  });

  it('is called', async () => {
    const auth = basic({ username: variable('BANK_USER'), password: variable('BANK_PASSWORD') });
    const variables = { BANK_USER: 'shop', BANK_PASSWORD: 'hunter2' };
    const { client, close } = await openApi(described({ auth }), url, { variables });
    await expect(client.ask(ASKED)).resolves.toMatchObject({
      id: '7',
      count: 2,
      balance: '0.10',
      open: true,
    });
    await close();
  });
});
