import { ProviderApi } from '../../src/connections/roads/provider-api.js';
import type { ApiNoticeListener, Deprecation, Drift } from '../../src/outbound/notices/api-notice.js';
import { ApiRuntime } from '../../src/apis/api-runtime.js';
import type { ApiClient } from '../../src/apis/api-client.js';
import { missingVariables, policyOf, secretsOf } from '../../src/apis/api-policy.js';
import type { ApiDescription, ApiOperations } from '../../src/apis/api-description.js';
import type { ApiClass } from '../../src/apis/define-api.js';
import { Refusals } from '../../src/apis/errors/refusals.js';
import type { Variable } from '../../src/apis/variable.js';
import type { RoadSettings } from '../../src/outbound/road-settings.js';
import { Transport } from '../../src/outbound/transport/transport.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { noConnections } from './no-connections.js';
import { openRoad } from './open-road.js';

interface Wishes {
  /** What the variables of the description are set to. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly settings?: Partial<RoadSettings>;
}

/** The client of a described API on a whole road of its own, which leads to `url`; without Nest and a database. */
export async function openApi<Operations extends ApiOperations>(
  api: ApiClass<Operations>,
  url: string,
  { variables = {}, settings }: Wishes = {},
) {
  const description: ApiDescription<Operations> = api.api;
  const { name, title = name, version, errors } = description;
  const baseUrl = url + (version?.path ?? '');
  const read = ({ variable }: Variable) => variables[variable];
  const drifts: Drift[] = [];
  const deprecations: (Deprecation & { endpoint: string })[] = [];
  const notices: ApiNoticeListener = {
    drifted: (_provider, _operation, found) => void drifts.push(...found),
    deprecated: (_provider, _operation, endpoint, deprecation) =>
      void deprecations.push({ ...deprecation, endpoint }),
  };
  // Calls for connected accounts are tested with a whole Hookline.
  const policy = policyOf(description, baseUrl, read, noConnections);
  const transport = new Transport(policy);
  const opened = openRoad({
    logger: await createLogger({ level: 'silent', format: 'json' }),
    provider: name,
    policy,
    transport,
    notices,
    settings: { baseUrl: url, ...settings },
  });
  const missing = missingVariables(description, read);
  const refusals = new Refusals(title, errors, secretsOf(description, read));
  const runtime = new ApiRuntime(
    description,
    new ProviderApi({
      road: opened.road,
      connections: noConnections,
      title,
      baseUrlVariable: 'ACME_API_BASE_URL',
      missing: missing.length === 0 ? undefined : `${title} is not configured. Set ${missing.join(' and ')}.`,
      refusalOf: (response, about) => refusals.of(response, about),
      baseUrlOf: async () => baseUrl,
    }),
    opened.road,
    notices,
    refusals,
    read,
  );
  const client: ApiClient<Operations> = new api(runtime);
  return { ...opened, client, runtime, drifts, deprecations, close: () => transport.close() };
}
