import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSandboxes, type SandboxName, type TestSandboxes } from '../../src/testing/index.js';

let sandboxes: TestSandboxes;

beforeAll(async () => {
  sandboxes = await startSandboxes({ faults: { hubspot: [{ status: 429 }] } });
});

afterAll(() => sandboxes?.stop());

const PATHS: Readonly<Record<SandboxName, string>> = {
  stripe: '/v1/customers',
  paypal: '/v2/checkout/orders/1',
  slack: '/api/auth.test',
  sendgrid: '/v3/scopes',
  'google-calendar': '/calendar/v3/users/me/calendarList',
  hubspot: '/crm/v3/objects/contacts',
  salesforce: '/services/data/v63.0/limits',
  'external-api': '/v2/process',
};

const call = (name: SandboxName) => fetch(`${sandboxes[name].url}${PATHS[name]}`, { method: 'POST' });

it('can go wrong from the beginning', async () => {
  expect((await call('hubspot')).status).toBe(429);
});

it.each(Object.keys(PATHS) as SandboxName[])(
  'the stand-in of %s is down, breaks off and comes back',
  async (name) => {
    const sandbox = sandboxes[name];
    sandbox.failNext({ status: 503 });
    sandbox.failNext({ mode: 'reset-before' });
    expect((await call(name)).status).toBe(503);
    await expect(call(name)).rejects.toThrow('fetch failed');
    expect((await call(name)).status).not.toBe(503);
    const statuses = sandbox.requests().map(({ status }) => status);
    expect(statuses.slice(-3)).toEqual([503, undefined, expect.any(Number)]);
  },
);
