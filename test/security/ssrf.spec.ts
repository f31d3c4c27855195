import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

/**
 * Addresses that come in by the API and that Hookline itself goes to (FAULTS A5). That a name may lead to a private address only when
 * it is connected to, and that redirects are not followed, is in `src/outbound/transport/private-addresses.spec.ts` and
 * `test/deliveries/hostile.spec.ts`.
 */

/** Private, local and special addresses in every spelling that some parser takes; and what is no address for a webhook at all. */
const FORBIDDEN = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://0.0.0.0/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://localhost/',
  'https://localhost./',
  'https://１２７.０.０.１/',
  'https://user:password@127.0.0.1/',
  'https://example.com:password@127.0.0.1/',
  'http://example.com/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'javascript:alert(1)',
  '//127.0.0.1/',
  'https:\\\\127.0.0.1',
];

type Attack = (address: string) => Promise<{ status: number }>;

let hookline: TestHookline;
let endpoint: string;

beforeAll(async () => {
  // As in production: loopback is as private as the rest. Nothing is sent meanwhile.
  hookline = await startTestHookline({
    environment: {
      ROLE: 'web',
      ALLOW_PRIVATE_NETWORKS: 'intranet.invalid',
      EXTERNAL_API_KEY: 'key_of_tests',
    },
  });
  const made = await hookline.api('POST', '/v1/endpoints', { tenant: 'acme', url: 'https://one.example/' });
  endpoint = made.body.id;
});
afterAll(() => hookline?.close());

/** The fields that hold an address which Hookline calls. */
const CALLED: Record<string, Attack> = {
  'POST /v1/endpoints url': (url) => hookline.api('POST', '/v1/endpoints', { tenant: 'acme', url }),
  'PATCH /v1/endpoints/{id} url': (url) => hookline.api('PATCH', `/v1/endpoints/${endpoint}`, { url }),
  'POST /api/external/process options.callback_url': (callback_url) =>
    hookline.api('POST', '/api/external/process', {
      data: { input: 'x' },
      options: { async: true, callback_url },
    }),
};

/** Those that only a person's browser or a provider goes to. */
const NOT_CALLED = new Set([
  'POST /v1/payments return_url',
  'POST /v1/checkouts success_url',
  'POST /v1/checkouts cancel_url',
  'POST /v1/connect-links return_to',
  ...[
    'POST /v1/notifications',
    'POST /v1/notifications/batch',
    'PUT /v1/notification-templates/{name}',
  ].flatMap((route) => [`${route} blocks[].url`, `${route} blocks[].buttons[].url`]),
]);

describe('An address that comes in by the API', () => {
  it('is known to this test, whatever route takes it', () => {
    expect(
      addressFields()
        .filter((field) => !NOT_CALLED.has(field))
        .toSorted(),
    ).toEqual(Object.keys(CALLED).toSorted());
  });

  it.each(Object.keys(CALLED))('leads to no private place: %s', async (field) => {
    const taken: string[] = [];
    for (const address of FORBIDDEN) {
      const answer = await CALLED[field]?.(address);
      if (answer?.status !== 400) taken.push(`${address}: ${answer?.status}`);
    }
    expect(taken).toEqual([]);
  });
});

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    properties: z.record(z.string(), schema).optional(),
    items: schema.optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
    allOf: z.array(schema).optional(),
  }),
);
interface Schema {
  $ref?: string | undefined;
  properties?: Record<string, Schema> | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
}
const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});
const withBody = z.object({
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema }) }) }),
});

/** Every field of a JSON body whose name says that it is an address. */
function addressFields(): string[] {
  const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
  const { paths, components } = description.parse(JSON.parse(text));
  const fieldsOf = (at: Schema, path: string, depth: number): string[] => {
    if (depth > 8) return [];
    const named = at.$ref?.split('/').at(-1);
    if (named) return fieldsOf(components.schemas[named] ?? {}, path, depth + 1);
    const below = Object.entries(at.properties ?? {}).flatMap(([name, field]) =>
      fieldsOf(field, path ? `${path}.${name}` : name, depth + 1),
    );
    const either = [...(at.anyOf ?? []), ...(at.oneOf ?? []), ...(at.allOf ?? [])];
    const others = either.flatMap((one) => fieldsOf(one, path, depth + 1));
    const items = at.items ? fieldsOf(at.items, `${path}[]`, depth + 1) : [];
    const own = /(^|[._])(url|uri|return_to)$/.test(path) ? [path] : [];
    return [...own, ...below, ...others, ...items];
  };
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const parsed = withBody.safeParse(operation);
      if (!parsed.success) return [];
      const body = parsed.data.requestBody.content['application/json'].schema;
      return fieldsOf(body, '', 0).map((field) => `${method.toUpperCase()} ${path} ${field}`);
    }),
  );
  return [...new Set(found)];
}
