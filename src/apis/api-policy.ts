import type { ConnectionAuthorizations } from '../connections/credentials/connection-authorization.js';
import type { Authorization } from '../outbound/authorization/authorization.js';
import type { OutboundCall } from '../outbound/outbound-call.js';
import type { RoadPolicy } from '../outbound/road-policy.js';
import type { ApiDescription } from './api-description.js';
import type { ApiAuth } from './auth/api-auth.js';
import { graphqlRefusals } from './graphql/graphql-road.js';
import { soapRefusals } from './soap/soap-road.js';
import type { Variable } from './variable.js';

/** How calls to a described API behave on its road. */
export function policyOf(
  description: ApiDescription,
  baseUrl: string,
  read: (variable: Variable) => string | undefined,
  connections: Pick<ConnectionAuthorizations, 'forProvider'>,
): RoadPolicy {
  const { name, signing, tls, road, soap, writes = { by: 'none' } } = description;
  const secret = (variable: Variable) => read(variable) ?? '';
  return {
    ...(soap && soapRefusals(description.errors)),
    ...road,
    ...(!soap && graphqlRefusals(description)),
    writes,
    ...(tls && tls.variables.every(read) && { tls: tls.read(read) }),
    authorization: (send) => {
      const ways = waysOf(description, read);
      const set = ways.every(({ variables }) => variables.every(read));
      const own = set
        ? together(ways.map((way) => way.authorization({ provider: name, baseUrl, secret, send })))
        : undefined;
      const authorization = connections.forProvider(name, own);
      // Without its secret it refuses: a call that should be signed never goes unsigned.
      return signing ? signing.over(authorization, secret) : authorization;
    },
  };
}

/** What all variables of a description are set to: nothing of it may be in an error. */
export function secretsOf(
  description: ApiDescription,
  read: (variable: Variable) => string | undefined,
): string[] {
  const { auth = [], signing, tls } = description;
  const ways = 'authorization' in auth ? [auth] : auth;
  const variables = [...ways, signing, tls].flatMap((each) => each?.variables ?? []);
  return variables.flatMap((variable) => read(variable) ?? []);
}

/** The variables that have to be set before calls can go for no connected account, and are not. */
export function missingVariables(
  description: ApiDescription,
  read: (variable: Variable) => string | undefined,
): string[] {
  return neededVariables(description, read)
    .filter((each) => read(each) === undefined)
    .map(({ variable }) => variable);
}

/** The variables that calls for no connected account need. */
export function neededVariables(
  description: ApiDescription,
  read: (variable: Variable) => string | undefined,
): Variable[] {
  const { signing, tls } = description;
  return [
    ...waysOf(description, read).flatMap(({ variables }) => variables),
    ...(signing?.variables ?? []),
    ...(tls?.variables ?? []),
  ];
}

/** The ways that calls go by: all, but for optional ones of which nothing is set. */
function waysOf(
  { auth = [] }: ApiDescription,
  read: (variable: Variable) => string | undefined,
): readonly ApiAuth[] {
  const ways = 'authorization' in auth ? [auth] : auth;
  return ways.filter(({ isOptional, variables }) => !isOptional || variables.some(read));
}

/** Several credentials on one call, put on in their order. */
function together(authorizations: readonly Authorization[]): Authorization {
  return {
    authorize: async (call) => {
      let authorized: OutboundCall = call;
      for (const each of authorizations) authorized = await each.authorize(authorized);
      return authorized;
    },
    renew: async (refused) => {
      let renewed = false;
      for (const each of authorizations) renewed = ((await each.renew?.(refused)) ?? false) || renewed;
      return renewed;
    },
  };
}
