import { defineApi, nextUrlPages, paged } from 'hookline';
import { PaypalWebhooks } from './paypal-webhooks.api.js';

const { api } = PaypalWebhooks;
const { list, ...others } = api.operations.webhooksEvents;

/** What was written by `import-spec`, which is left as it is, and what the document does not say: how it pages. */
export class PaypalEvents extends defineApi({
  ...api,
  title: 'PayPal',
  operations: {
    events: {
      ...others,
      list: paged(
        list,
        nextUrlPages({
          items: ({ events = [] }) => events,
          next: ({ links = [] }) => links.find(({ rel }) => rel === 'next')?.href,
        }),
      ),
    },
  },
}) {}
