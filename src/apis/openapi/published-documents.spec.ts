import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiDescription } from '../../../test/support/api-description.js';
import { describeWithContracts, readContract } from '../../../test/support/contracts.js';
import { openApi } from '../../../test/support/described-api.js';
import { faults, startFaultServer, type ReceivedRequest } from '../../../test/support/fault-server.js';
import { LONG } from '../../../test/faults/long-form.js';
import { loadApi, typeErrors } from '../../../test/support/written-api.js';
import { methodsOf } from '../api-client.js';
import type { RestMethod } from '../rest/rest-method.js';
import { importSpec, type ImportedApi } from './import-spec.js';

const STRIPE = 'stripe/api-2023-08-16';

/** Documents of real APIs, and how many operations they have. */
const DOCUMENTS: Readonly<Record<string, number>> = {
  [STRIPE]: 21,
  'stripe/api-current-derived': 23,
  'paypal/checkout-orders-v2': 5,
  'paypal/payments-v2': 7,
  'paypal/notifications-webhooks-v1': 12,
  'hubspot/crm-objects-v3': 37,
  'hubspot/oauth-webhooks': 13,
  'sendgrid/mail-v3': 3,
  'sendgrid/event-webhook-settings-v3': 8,
  'google-calendar/calendar-v3': 38,
  'salesforce/rest-api': 18,
  'slack/web-api-official-2021': 8,
  'slack/web-api': 12,
};

/** Those that are compiled in `npm test`: the one with the most, and the most tangled, schemas, and one with all keywords. */
const COMPILED = LONG ? Object.keys(DOCUMENTS) : [STRIPE, 'paypal/payments-v2'];

/** What examples have and their schemas do not. */
const UNDESCRIBED: Readonly<Record<string, readonly object[]>> = {
  'sendgrid/event-webhook-settings-v3': [
    { operation: 'eventWebhook.get', wrong: ['/created_at', '/updated_at'] },
  ],
  'slack/web-api-official-2021': [
    { operation: 'chat.postMessage', wrong: ['/message/attachments/0/text'] },
    { operation: 'chat.update', wrong: ['/message/user'] },
  ],
};

/** Its schemas leave the fields to the examples. */
const BY_EXAMPLE_ONLY = 'slack/web-api';

function read(name: string): unknown {
  return JSON.parse(readContract(`${name}.openapi.json`).toString());
}

const written = new Map<string, ImportedApi>();

/** Each is written once. */
function imported(name: string): ImportedApi {
  const api = written.get(name) ?? importSpec(read(name));
  written.set(name, api);
  return api;
}

describeWithContracts('the descriptions that APIs publish', () => {
  it.each(Object.entries(DOCUMENTS))('%s: all of its %i operations are written', (name, count) => {
    const { operations, source, className } = imported(name);
    expect(new Set(operations.map((each) => each.name)).size).toBe(count);
    expect(() => loadApi(source, className)).not.toThrow();
  });

  it.each(Object.keys(DOCUMENTS).filter((name) => name !== BY_EXAMPLE_ONLY))(
    '%s: its examples are understood',
    (name) => {
      const document = read(name);
      const { operations, source, className } = importSpec(document);
      const methods = methodsOf(loadApi(source, className).api.operations);
      const found = operations.flatMap(({ name: operation, method, found: { path } }) => {
        const { answer } = (methods.get(operation) as RestMethod<unknown, unknown>).options;
        if (!(answer instanceof z.ZodType)) return [];
        return examplesOf(document, path, method).map((example) => {
          const decoded = z.safeDecode(answer, example);
          return {
            operation,
            wrong: decoded.success ? lostFrom(example, decoded.data) : decoded.error.issues,
          };
        });
      });
      expect(found.filter(({ wrong }) => wrong.length > 0)).toEqual(UNDESCRIBED[name] ?? []);
    },
  );

  it('compile under strict', () => {
    const sources = COMPILED.map((name) => [name.replaceAll('/', '-'), imported(name).source]);
    const wrong = "import { get } from 'hookline';\nexport const wrong: string = get('/', {});";
    expect(typeErrors({ ...(Object.fromEntries(sources) as Record<string, string>), wrong })).toEqual([
      expect.stringContaining('wrong.api.ts'),
    ]);
  }, 360_000);

  describe('as a client of a mock', () => {
    it('Stripe’s: requests that the description takes, and answers that are understood', async () => {
      const { source, className } = importSpec(read(STRIPE), { name: 'stripe' });
      const mock = await startMock(STRIPE);
      const opened = await openApi(loadApi(source, className), mock.url, {
        variables: { STRIPE_TOKEN: 'sk_test' },
      });
      const client = opened.client as unknown as StripeClient;
      const answers = [
        await client.paymentIntents.create({
          body: { amount: 1999, currency: 'eur', payment_method_types: ['card'], metadata: { order: 'a&b' } },
        }),
        await client.paymentIntents.capture({
          intent: 'pi_1',
          body: { amount_to_capture: 5, expand: ['customer'] },
        }),
        await client.customers.update({
          customer: 'cus_1',
          body: { address: { city: 'Ålesund' }, email: '' },
        }),
        await client.customers.get({ customer: 'cus_1', expand: ['default_source', 'tax'] }),
        await client.checkout.listSessions({ limit: 3, payment_intent: 'pi_1' }),
      ];
      const events = await client.events.list({
        created: { gte: 5 },
        types: ['charge.failed', 'charge.updated'],
      });
      expect(mock.faults).toEqual([]);
      expect(mock.requests.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)).toEqual([
        'POST /v1/payment_intents',
        'POST /v1/payment_intents/pi_1/capture',
        'POST /v1/customers/cus_1',
        'GET /v1/customers/cus_1?expand[]=default_source&expand[]=tax',
        'GET /v1/checkout/sessions?limit=3&payment_intent=pi_1',
        'GET /v1/events?created[gte]=5&types[]=charge.failed&types[]=charge.updated',
      ]);
      expect(mock.requests[0]?.headers).toMatchObject({ authorization: 'Bearer sk_test' });
      expect(answers.map((each) => each['object'])).toEqual([
        'payment_intent',
        'payment_intent',
        'customer',
        'customer',
        'list',
      ]);
      expect(events['data']).not.toHaveLength(0);
      await expect(client.paymentIntents.create({ body: { currency: 'eur' } })).rejects.toThrow(
        'see body.amount',
      );
      expect(mock.requests).toHaveLength(6);
      await Promise.all([opened.close(), mock.close()]);
    });
  });
});

/** The places in an example that are not the same once it is decoded. */
function lostFrom(example: unknown, decoded: unknown, at = ''): string[] {
  if (typeof example !== 'object' || example === null) return example === decoded ? [] : [at];
  const kept = z
    .record(z.string(), z.unknown())
    .catch({})
    .parse({ ...Object(decoded) });
  return Object.entries(example).flatMap(([name, value]) => lostFrom(value, kept[name], `${at}/${name}`));
}

type Call = (input: object) => Promise<Readonly<Record<string, unknown>>>;

/** Of what is written in the test, the compiler knows nothing. */
interface StripeClient {
  readonly paymentIntents: { readonly create: Call; readonly capture: Call };
  readonly customers: { readonly get: Call; readonly update: Call };
  readonly checkout: { readonly listSessions: Call };
  readonly events: { readonly list: Call };
}

const Media = z.object({
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
});
const Answers = z
  .record(z.string(), z.object({ content: z.record(z.string(), Media).optional() }))
  .optional();
const Paths = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: Answers }).catch({ responses: {} })),
  ),
});

/** The examples of one operation's successes. */
function examplesOf(document: unknown, path: string, method: string): unknown[] {
  const responses = Paths.parse(document).paths[path]?.[method]?.responses ?? {};
  return Object.entries(responses).flatMap(([status, { content }]) => {
    if (!status.startsWith('2')) return [];
    const { example, examples = {} } = content?.['application/json'] ?? {};
    return [example, ...Object.values(examples).map(({ value }) => value)].filter(
      (each) => each !== undefined,
    );
  });
}

/** A server that answers with the examples of a description, and holds each call against it. */
async function startMock(name: string) {
  const text = readContract(`${name}.openapi.json`).toString();
  const description = new ApiDescription(text);
  const document: unknown = JSON.parse(text);
  const templates = Object.keys(Paths.parse(document).paths);
  const found: string[] = [];
  const exampleFor = ({ method, path }: ReceivedRequest) => {
    const wanted = path.split('?')[0] ?? '';
    const template = templates.find((each) =>
      new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(wanted),
    );
    return examplesOf(document, template ?? '', method.toLowerCase())[0];
  };
  const server = await startFaultServer({
    answer: (request) => {
      const responseBody = Buffer.from(JSON.stringify(exampleFor(request)));
      const { method, path, headers: requestHeaders, body: requestBody } = request;
      const responseHeaders = { 'content-type': 'application/json' };
      const call = { method, path, requestHeaders, requestBody, status: 200, responseHeaders, responseBody };
      found.push(...(description.faults(call) ?? [`${method} ${path} is not described`]));
      return faults.ok(responseBody);
    },
  });
  return { url: server.url, requests: server.requests, faults: found, close: () => server.close() };
}
