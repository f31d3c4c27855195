import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../../contracts/connections.js';
import { ALL } from '../../outbound/circuit-breaker/circuit-key.js';
import { CircuitsService } from '../../outbound/circuit-breaker/circuits.service.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { ConnectableProviders } from '../providers/connectable-providers.js';
import { healthMessage } from './health-message.js';
import { healthState, type HealthState } from './health-state.js';

export type { HealthState } from './health-state.js';

/** How a connection does, as the product may rely on it and its customer may read it. */
export interface ConnectionHealth {
  readonly state: HealthState;
  /** Fit to be shown to the customer. */
  readonly message: string;
  /**
   * Where an admin mends it: its page of the console. `undefined` when there is nothing to mend. A product whose customer
   * is to mend it makes a connect link with this connection's id.
   */
  readonly mendUrl: string | undefined;
  readonly scopes: ConnectionScopes;
}

/** What a connection may do, against what Hookline's own calls need. */
export interface ConnectionScopes {
  readonly granted: readonly string[];
  readonly needed: readonly string[];
  readonly missing: readonly string[];
}

/** States that somebody can end; the others end by themselves, or are fine. */
const MENDABLE: ReadonlySet<HealthState> = new Set([
  'expiring',
  'scope_missing',
  'needs_reauth',
  'revoked',
  'disconnected',
]);

/** Tells how connections do, from what is known here: no call to the provider. */
@Injectable()
export class ConnectionHealthReport {
  constructor(
    private readonly providers: ConnectableProviders,
    private readonly circuits: CircuitsService,
    @Inject(platformConfig.token) private readonly platform: PlatformConfig,
  ) {}

  /** For a page of connections at once: one query, however many they are. */
  async ofEach(
    connections: readonly Connection[],
  ): Promise<(readonly [connection: Connection, health: ConnectionHealth])[]> {
    const held = await this.circuits.heldBack(
      connections.map(({ id, provider }) => ({ provider, account: id })),
    );
    const isHeldBack = ({ id, provider }: Connection) =>
      held.some((circuit) => circuit.provider === provider && [id, ALL].includes(circuit.account));
    return connections.map((connection) => [connection, this.healthOf(connection, isHeldBack(connection))]);
  }

  async of(connection: Connection): Promise<ConnectionHealth> {
    const held = await this.circuits.heldBack([{ provider: connection.provider, account: connection.id }]);
    return this.healthOf(connection, held.length > 0);
  }

  private healthOf(connection: Connection, isHeldBack: boolean): ConnectionHealth {
    const provider = this.providers.find(connection.provider);
    const scopes = compareScopes(connection, provider?.oauth?.scopes ?? []);
    const state = healthState({
      connection,
      isHeldBack,
      lacksScopes: scopes.missing.length > 0,
      now: new Date(),
    });
    return {
      state,
      message: healthMessage(state, provider?.title ?? connection.provider, connection),
      mendUrl: MENDABLE.has(state)
        ? `${this.platform.publicUrl}/console/connections/${connection.id}`
        : undefined,
      scopes,
    };
  }
}

/** Servers need not name these among the granted ones (Microsoft does not), and no call needs them. */
const OF_THE_SIGN_IN = new Set(['openid', 'offline_access']);

/** An account that is connected by an entered credential has no scopes that could be asked for. */
function compareScopes({ kind, scopes }: Connection, ofApp: readonly string[]): ConnectionScopes {
  const needed = kind === 'oauth2' ? ofApp.filter((scope) => !OF_THE_SIGN_IN.has(scope)) : [];
  return { granted: scopes, needed, missing: needed.filter((scope) => !scopes.includes(scope)) };
}
