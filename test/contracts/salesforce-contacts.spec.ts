import { startSalesforceSandbox } from '../../src/sandbox/salesforce/salesforce-sandbox.js';
import { SalesforceContactsProvider } from '../../src/providers/salesforce/salesforce.contacts.js';
import { startContractProxy } from '../support/contract-proxy.js';
import { startTestHookline } from '../support/hookline.js';
import { describeContactsProvider } from './contacts-provider.behaviour.js';

describeContactsProvider({
  name: 'salesforce',
  start: async () => {
    const sandbox = await startSalesforceSandbox({ port: 0 });
    const proxy = await startContractProxy({
      target: sandbox.url,
      descriptions: [{ file: 'salesforce/rest-api.openapi.json' }],
      // The description has 503 nowhere; Salesforce's own list of status codes does.
      exempt: (fault) => fault.endsWith('is never answered with 503'),
    });
    const hookline = await startTestHookline({
      environment: {
        ...sandbox.environment,
        SALESFORCE_API_BASE_URL: proxy.url,
        SALESFORCE_RETRY_DELAY: '0.02',
      },
    });
    return {
      provider: hookline.app.get(SalesforceContactsProvider, { strict: false }),
      unknownId: '003000000000000AAA',
      customProperty: { name: 'loyalty_tier', value: 'gold', other: 'silver' },
      unknownProperty: 'Nope__c',
      calls: sandbox.calls,
      batchSize: 200,
      // One to look for the addresses, and one to write: nobody is new and known at once.
      callsPerBatch: 2,
      failNext: (mode) => sandbox.failNext({ mode, path: /^\/services\/data\// }),
      violations: proxy.violations,
      stop: async () => {
        await hookline.close();
        await proxy.close();
        await sandbox.close();
      },
    };
  },
});
