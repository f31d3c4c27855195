import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { ConnectionAuthorizations } from '../../src/connections/credentials/connection-authorization.js';
import { OnConnection } from '../../src/connections/events/on-connection.js';
import type { CallOptions } from '../../src/contracts/calls.js';
import type {
  CheckedCredential,
  ConnectionEvent,
  CredentialForm,
  CredentialValues,
  OAuthApp,
  ProviderAccount,
  ProviderFetch,
  TokenGrant,
} from '../../src/contracts/connections.js';
import { AuthenticationError, ValidationError } from '../../src/contracts/errors.js';
import { runInCallScope } from '../../src/outbound/call-scope.js';
import { roadFetch } from '../../src/outbound/mounts/road-fetch.js';
import { Operation } from '../../src/outbound/operation.js';
import { OutboundModule, roadToken } from '../../src/outbound/outbound.module.js';
import type { Road } from '../../src/outbound/road.js';
import { CredentialFormFacet, OAuthAppFacet } from '../../src/platform/facets/facets.js';

/** Acme, a provider of the tests: connected by consent (`acme`), or by an API key (`acme-key`). */

const ACME_URL = Symbol('ACME_URL');

/** What an `OAuthApp` of the tests answers when its call is refused. */
function refused(provider: string): AuthenticationError {
  return new AuthenticationError('Acme refuses the credential.', {
    provider,
    operation: 'account.get',
    status: 401,
  });
}

@Injectable()
@OAuthAppFacet('acme')
class AcmeApp implements OAuthApp {
  readonly title = 'Acme';
  readonly client = { clientId: 'hookline', clientSecret: 'the-secret-of-the-client' };
  readonly variables = ['ACME_CLIENT_ID', 'ACME_CLIENT_SECRET'];
  readonly server;
  readonly pkce = true;
  readonly clientAuthentication = 'post';
  readonly scopes = ['read'];

  constructor(@Inject(ACME_URL) private readonly url: string) {
    this.server = {
      issuer: url,
      authorizationEndpoint: `${url}/authorize`,
      tokenEndpoint: `${url}/token`,
      revocationEndpoint: `${url}/revoke`,
    };
  }

  async account({ accessToken }: TokenGrant, http: ProviderFetch): Promise<ProviderAccount> {
    const answer = await http(`${this.url}/account`, { headers: { authorization: `Bearer ${accessToken}` } });
    if (answer.status === 401) throw refused('acme');
    return { id: 'A1', label: 'Acme Inc' };
  }
}

@Injectable()
@CredentialFormFacet('acme-key')
class AcmeKeyForm implements CredentialForm {
  readonly title = 'Acme by key';
  readonly kind = 'api_key';
  readonly fields = [{ name: 'api_key', label: 'API key', secret: true }];

  constructor(@Inject(ACME_URL) private readonly url: string) {}

  async check(values: CredentialValues, http: ProviderFetch): Promise<CheckedCredential> {
    const answer = await http(`${this.url}/account`, { headers: this.headers(values) });
    if (answer.status === 401) {
      const about = { provider: 'acme-key', operation: 'account.get', status: 401 };
      throw new ValidationError('Acme refuses the key.', about, [{ field: 'api_key', issue: 'is refused' }]);
    }
    return { account: { id: 'K1', label: 'Acme Key' } };
  }

  headers({ api_key: key = '' }: CredentialValues) {
    return { 'x-api-key': key };
  }
}

/** Calls Acme's API on the road. */
@Injectable()
export class AcmeClient {
  constructor(
    @Inject(roadToken('acme')) private readonly road: Road,
    @Inject(roadToken('acme-key')) private readonly keyRoad: Road,
  ) {}

  /** @returns the status of the answer */
  things(connectionId: string): Promise<number> {
    return this.get(this.road, { connectionId });
  }

  thingsByKey(connectionId: string): Promise<number> {
    return this.get(this.keyRoad, { connectionId });
  }

  private get(road: Road, options: CallOptions): Promise<number> {
    const about = { provider: road.provider, operation: 'things.list', defaultTimeoutMs: 20_000 };
    return Operation.run(about, options, (running) =>
      runInCallScope(running.scope('/things'), async () => {
        const answer = await roadFetch(road)(new URL('/things', road.settings.baseUrl));
        return answer.status;
      }),
    );
  }
}

/** A product's class that wants to know. */
@Injectable()
export class ConnectionNews {
  readonly events: ConnectionEvent[] = [];
  /** The connection whose news it refuses. */
  failsFor: string | undefined;
  /** How often it has failed. */
  failures = 0;

  @OnConnection('connected')
  @OnConnection('needs_reauth')
  @OnConnection('revoked')
  @OnConnection('disconnected')
  async take(event: ConnectionEvent): Promise<void> {
    if (event.connection.id === this.failsFor) {
      this.failures += 1;
      throw new Error('This handler fails on purpose.');
    }
    this.events.push(event);
  }

  /** The types of what came for a connection, in order. */
  typesFor(connectionId: string): string[] {
    return this.events.filter(({ connection }) => connection.id === connectionId).map(({ type }) => type);
  }
}

const roadTo = (provider: string, baseUrl: string) =>
  OutboundModule.forFeature({
    provider,
    baseUrl,
    policy: {
      useFactory: (connections: ConnectionAuthorizations) => ({
        writes: { by: 'none' },
        authorization: connections.forProvider(provider),
      }),
      inject: [ConnectionAuthorizations],
    },
    defaults: { maxConcurrent: 100 },
  });

@Module({})
export class AcmeModule {
  static at(url: string): DynamicModule {
    return {
      module: AcmeModule,
      imports: [roadTo('acme', url), roadTo('acme-key', url)],
      providers: [{ provide: ACME_URL, useValue: url }, AcmeApp, AcmeKeyForm, AcmeClient, ConnectionNews],
    };
  }
}
