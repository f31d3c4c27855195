import { AuthenticationError, IntegrationError, PermissionError } from '../../contracts/errors.js';
import type { ProviderHealth } from '../../contracts/health.js';
import { roadToken } from '../../outbound/outbound.module.js';
import { observingCalls } from '../../outbound/request-log/observed-calls.js';
import type { Road } from '../../outbound/road.js';
import { isLoopback } from '../../platform/config/values.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { HealthFacet } from '../../platform/facets/facets.js';
import { within } from '../../platform/within.js';
import { fail, ok, skip, warn, type Finding } from '../finding.js';
import type { House } from '../house.js';
import { PROVIDER_WITHIN_MS } from '../patience.js';

/** `A, B, and C` */
const LIST = new Intl.ListFormat('en-GB');

/** A provider's own account, and what its answer says about the time. */
export interface TriedAccount {
  readonly finding: Finding;
  /** How far the provider's clock is ahead of ours, in ms; `undefined` when it was not asked or did not say. */
  readonly aheadMs: number | undefined;
}

/** Tries the credentials of the environment at each provider, all at once, by the probe of its row on `/health`. */
export function tryAccounts(house: House, production: boolean): Promise<TriedAccount>[] {
  const probes = house.get(FacetRegistry, { strict: false }).find<ProviderHealth>(HealthFacet);
  return [...probes]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([provider, health]) => tryAccount(provider, health, house, production));
}

async function tryAccount(
  provider: string,
  health: ProviderHealth,
  house: House,
  production: boolean,
): Promise<TriedAccount> {
  const check = `${provider}.account`;
  const variables = LIST.format(health.variables);
  if (!health.configured) {
    const finding = skip(check, 'no account of its own', `Set ${variables} to use one, or connect accounts.`);
    return { finding, aheadMs: undefined };
  }
  const road = house.get<Road>(roadToken(provider), { strict: false });
  const url = new URL(road.settings.baseUrl);
  const { result, calls } = await observingCalls(() =>
    within(PROVIDER_WITHIN_MS, health.probe(AbortSignal.timeout(PROVIDER_WITHIN_MS))),
  );
  const date = calls.at(-1)?.response?.headers['date'];
  // Dates are whole seconds, cut off: on average it is half a second later.
  const aheadMs = date === undefined ? undefined : Date.parse(date) + 500 - Date.now();
  const finding =
    result.status === 'fulfilled'
      ? acceptedFinding(check, url, production)
      : refusedFinding(check, result.reason, url, variables);
  return { finding, aheadMs: Number.isFinite(aheadMs) ? aheadMs : undefined };
}

function acceptedFinding(check: string, { host, hostname }: URL, production: boolean): Finding {
  if (!isLoopback(hostname)) return ok(check, `${host} takes the credentials`);
  const found = `${host} takes the credentials: a stand-in on this machine (sandbox)`;
  const fix = 'Remove its base URL from the environment: nothing that is sent there is real.';
  return production ? warn(check, found, fix) : ok(check, found);
}

function refusedFinding(check: string, error: unknown, { host }: URL, variables: string): Finding {
  if (error instanceof AuthenticationError) {
    return fail(check, `${host} refuses the credentials: ${plain(error)}`, `Correct ${variables}.`);
  }
  if (error instanceof PermissionError) {
    return fail(
      check,
      `the credentials may too little: ${plain(error)}`,
      `Give ${variables} the rights that docs/providers names.`,
    );
  }
  if (error instanceof IntegrationError && !error.retryable) {
    return fail(check, plain(error), `Check ${variables} and the base URL.`);
  }
  return warn(
    check,
    `${host} could not be asked: ${plain(error)}`,
    `See that this machine reaches ${host}, and try again.`,
  );
}

function plain(error: unknown): string {
  if (error instanceof DOMException) return `no answer within ${PROVIDER_WITHIN_MS} ms`;
  return errorMessage(error).replace(/(?:\. Try again[^.]*)?\.$/, '');
}
