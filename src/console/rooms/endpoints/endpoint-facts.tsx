import type { Children } from '@kitajs/html';
import type { Endpoint } from '../../../contracts/events.js';
import { address } from '../../address.js';
import { Facts, Time } from '../../frame/parts.js';

const OWNERSHIP: Readonly<Record<Endpoint['ownership'], string>> = {
  vouched: 'vouched for by whoever added it',
  unproved: 'not proved yet',
  proved: 'proved by its answer to a ping',
};

const PAYLOADS: Readonly<Record<Endpoint['payload'], string>> = {
  full: 'full: with the event’s data',
  thin: 'thin: without data, to be fetched',
};

/** What an endpoint is set to; never its secret, nor the values of its headers. */
export function EndpointFacts({ endpoint }: { endpoint: Endpoint }): JSX.Element {
  const { rateLimit } = endpoint;
  return (
    <Facts
      rows={[
        ['Address', <code safe>{endpoint.url}</code>],
        [
          'Customer',
          <a href={address('/console/endpoints', { tenant: endpoint.tenant })} safe>
            {endpoint.tenant}
          </a>,
        ],
        ['Description', <span safe>{endpoint.description || '—'}</span>],
        ['Gets', <code safe>{endpoint.eventTypes.join(' ')}</code>],
        ['Payload', <span safe>{PAYLOADS[endpoint.payload]}</span>],
        ['API version', <span safe>{endpoint.apiVersion ?? 'the newest'}</span>],
        ['Order', endpoint.ordered ? 'one after the other for each subject' : 'as they come'],
        [
          'Signature',
          endpoint.plainSignature ? 'Standard Webhooks, and X-Webhook-Signature' : 'Standard Webhooks',
        ],
        ['Its own headers', <code safe>{endpoint.headerNames.join(' ') || 'none'}</code>],
        ['Rate limit', <span safe>{rateLimit === null ? 'none' : `${rateLimit} a minute`}</span>],
        ['Ownership', <span safe>{OWNERSHIP[endpoint.ownership]}</span>],
        ...moment('Disabled', endpoint.disabledAt),
        ...moment('Failing since', endpoint.failingSince),
        ...moment('Asked to be left alone until', endpoint.heldUntil),
        ['Added', <Time at={endpoint.createdAt} />],
        ['Changed', <Time at={endpoint.updatedAt} />],
        [
          'Id',
          <>
            <code safe>{endpoint.id}</code>{' '}
            <a href={address('/console/audit-log', { target: `endpoint:${endpoint.id}` })}>Who did what</a>
          </>,
        ],
      ]}
    />
  );
}

function moment(name: string, at: Date | null): (readonly [string, Children])[] {
  return at ? [[name, <Time at={at} />]] : [];
}
