import { HubSpotContactsProvider } from '../../src/providers/hubspot/hubspot.contacts.js';
import { startHubSpotSandbox } from '../../src/sandbox/hubspot/hubspot-sandbox.js';
import { startContractProxy } from '../support/contract-proxy.js';
import { startTestHookline } from '../support/hookline.js';
import { describeContactsProvider } from './contacts-provider.behaviour.js';

describeContactsProvider({
  name: 'hubspot',
  async start() {
    const sandbox = await startHubSpotSandbox({ port: 0 });
    const proxy = await startContractProxy({
      target: sandbox.url,
      descriptions: [{ file: 'hubspot/crm-objects-v3.openapi.json' }],
    });
    const hookline = await startTestHookline({
      environment: {
        ...sandbox.environment,
        HUBSPOT_API_BASE_URL: proxy.url,
        HUBSPOT_CONTACT_FIELDS: 'tier:loyalty_tier',
        HUBSPOT_CONTACT_EXTERNAL_ID: 'customer_number',
        HUBSPOT_RATE_LIMIT: '1000000',
        HUBSPOT_RETRY_DELAY: '0.01',
      },
    });
    return {
      provider: hookline.app.get(HubSpotContactsProvider, { strict: false }),
      unknownId: '999999999',
      customProperty: { name: 'tier', value: 'gold', other: 'silver' },
      unknownProperty: 'no_such_property',
      calls: () => sandbox.calls(),
      batchSize: 100,
      failNext: (mode) => sandbox.failNext({ mode }),
      violations: () => proxy.violations(),
      stop: async () => {
        await hookline.close();
        await proxy.close();
        await sandbox.close();
      },
    };
  },
});
