import { clockFinding } from '../clock-finding.js';
import { skip, warn, type Finding } from '../finding.js';
import type { House } from '../house.js';
import { tryAccounts } from './own-accounts.js';
import { trySignInApps } from './sign-in-apps.js';
import { webhookFindings } from './webhook-secrets.js';

/** Everything about each provider, by its name, and what their answers say about our clock. */
export async function providerFindings(
  house: House | Error,
  publicUrl: string,
  production: boolean,
): Promise<readonly Finding[]> {
  if (house instanceof Error) {
    return [
      warn(
        'providers',
        `could not be looked at: ${house.message}`,
        'Mend what else is wrong, and run this again.',
      ),
    ];
  }
  const [accounts, apps] = await Promise.all([
    Promise.all(tryAccounts(house, production)),
    Promise.all(trySignInApps(house, publicUrl)),
  ]);
  const findings = [
    ...accounts.map(({ finding }) => finding),
    ...apps,
    ...webhookFindings(house, publicUrl, production),
  ];
  const clocks = accounts.flatMap(({ aheadMs }) => aheadMs ?? []).toSorted((a, b) => a - b);
  return [
    worldClockFinding(clocks[Math.floor(clocks.length / 2)]),
    // Sorting is stable: what belongs to one provider stays in its order.
    ...findings.toSorted((a, b) => providerOf(a).localeCompare(providerOf(b))),
  ];
}

/** The median of several: one provider's clock may be wrong itself. */
function worldClockFinding(aheadMs: number | undefined): Finding {
  if (aheadMs === undefined) return skip('clock.world', 'no provider was there to compare with');
  return clockFinding('clock.world', 'the clock of the providers', aheadMs);
}

function providerOf({ check }: Finding): string {
  return check.split('.')[0] ?? check;
}
