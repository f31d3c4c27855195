import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import { openRoad } from '../../../test/support/open-road.js';
import { ResponseFormatError } from '../../contracts/errors.js';
import { createLogger } from '../../platform/logging/logger.js';
import { runInCallScope } from '../call-scope.js';
import type { Deprecation } from '../notices/api-notice.js';
import { Operation, type CallDetails } from '../operation.js';
import type { Transport } from '../transport/transport.js';

const SUNSET = new Date('2033-12-31T23:59:59Z');
const HEADERS = { sunset: SUNSET.toUTCString() };

let provider: FaultServer;
let transport: Transport;
let answer: (attempt: number) => Fault;
let told: unknown[];
let send: (details?: CallDetails) => Promise<number>;

beforeEach(async () => {
  told = [];
  provider = await startFaultServer({ answer: (_request, attempt) => answer(attempt) });
  const opened = openRoad({
    logger: await createLogger({ level: 'silent', format: 'json' }),
    notices: {
      drifted: () => undefined,
      deprecated: (...about: [string, string, string, Deprecation]) => void told.push(about),
    },
  });
  ({ transport } = opened);
  send = (details) =>
    Operation.run({ provider: 'acme', operation: 'users.list', defaultTimeoutMs: 5_000 }, {}, (operation) =>
      runInCallScope(operation.scope('/users', details), async () => {
        const url = new URL('/users', provider.url);
        const { status } = await opened.road.send({ method: 'GET', url, headers: {} });
        return status;
      }),
    );
});
afterEach(async () => {
  await transport.close();
  await provider.close();
});

describe('an announced end', () => {
  const once = [
    ['acme', 'users.list', '/users', { deprecatedAt: undefined, sunsetAt: SUNSET, link: undefined }],
  ];

  it('is told of a refusal as of a success, and nothing of other answers', async () => {
    answer = () => faults.ok();
    await send();
    expect(told).toEqual([]);
    answer = () => faults.status(410, HEADERS);
    expect(await send()).toBe(410);
    expect(told).toEqual(once);
  });

  it('is told once of a call, however often it was tried', async () => {
    answer = (attempt) => (attempt < 3 ? faults.status(503, HEADERS) : faults.ok({}, HEADERS));
    expect(await send()).toBe(200);
    expect(told).toEqual(once);
  });

  it('is not told by a kept answer', async () => {
    answer = () => faults.ok({}, HEADERS);
    for (let n = 0; n < 3; n += 1) await send({ cache: { ttlMs: 60_000 } });
    expect(provider.requests).toHaveLength(1);
    expect(told).toEqual(once);
  });

  it('is told by an answer that makes no sense', async () => {
    answer = () => faults.ok({}, HEADERS);
    const nonsense = new ResponseFormatError('nonsense', { provider: 'acme', operation: 'users.list' });
    const read = () => {
      throw nonsense;
    };
    await expect(send({ read })).rejects.toBe(nonsense);
    expect(told).toEqual(once);
  });
});
