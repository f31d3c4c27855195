import type { OutboundCall } from '../outbound-call.js';
import type { Authorization } from './authorization.js';
import { withCredentialHeader, withCredentialQuery } from './with-credential.js';

export interface ApiKey {
  readonly key: string;
  readonly in: 'header' | 'query';
  /** Of the header or the query parameter. */
  readonly name: string;
  /** Stands before the key, its space included: `Token `. @default nothing */
  readonly prefix?: string;
}

/** A fixed key in a header or in the query, as the provider's documentation names it. */
export class ApiKeyAuthorization implements Authorization {
  constructor(private readonly apiKey: ApiKey) {}

  async authorize(call: OutboundCall): Promise<OutboundCall> {
    const { key, in: place, name, prefix = '' } = this.apiKey;
    return place === 'header'
      ? withCredentialHeader(call, name.toLowerCase(), prefix + key)
      : withCredentialQuery(call, name, prefix + key);
  }
}
