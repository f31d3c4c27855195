import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLS, CalledService } from './called-service.js';
import { DescribedApi } from './described-api.js';

/**
 * Every route of openapi.json, called as it is described. What is answered is held against the description, whole: status,
 * headers, and each field.
 */

const api = await DescribedApi.read();
let called: CalledService;

beforeAll(async () => {
  called = await CalledService.start(api);
});
afterAll(() => called?.close());

it('has a call of every operation', () => {
  expect(Object.keys(CALLS).toSorted()).toEqual([...api.operations.keys()].toSorted());
});

describe('A call as it is described', () => {
  it.each(Object.keys(CALLS))('%s', async (id) => {
    const answer = await called.make(id);
    // On a busy machine, /health may find something slow, and say so: 503, as described.
    expect(answer.body).not.toHaveProperty('error.correlation_id');
  });
});

describe('A body that is not as it is described', () => {
  /** One of its fields is of another type, or there is one too many. */
  const broken = (example: object) =>
    fc
      .record({
        field: fc.constantFrom(...Object.keys(example), 'unheard_of'),
        value: fc.oneof(fc.constant({}), fc.constant([[]]), fc.integer({ max: -1 }), fc.boolean()),
      })
      .map(({ field, value }) => ({ ...example, [field]: value }));

  it.each(['createPayment', 'publishEvent', 'createEndpoint', 'createConnectLink', 'holdCircuit'])(
    'is refused by %s with the field that is wrong',
    async (id) => {
      const example = api.example(id) as object;
      await fc.assert(
        fc.asyncProperty(broken(example), async (body) => {
          fc.pre(!api.takes(id, body));
          const { status, body: answered } = await called.call(id, { body });
          expect(status).toBe(400);
          expect(answered.error.details).not.toEqual([]);
        }),
        { numRuns: 15 },
      );
    },
  );
});
