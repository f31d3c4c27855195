import type { OutboundCall } from '../outbound-call.js';

/** The call with a credential in a header, marked as one. `name` in lower case. */
export function withCredentialHeader(call: OutboundCall, name: string, value: string): OutboundCall {
  const { headers = [], ...others } = call.credentials ?? {};
  return {
    ...call,
    headers: { ...call.headers, [name]: value },
    credentials: { ...others, headers: [...headers, name] },
  };
}

/** The call with a credential in a query parameter, marked as one. */
export function withCredentialQuery(call: OutboundCall, name: string, value: string): OutboundCall {
  const { query = [], ...others } = call.credentials ?? {};
  const url = new URL(call.url);
  url.searchParams.set(name, value);
  return { ...call, url, credentials: { ...others, query: [...query, name] } };
}
