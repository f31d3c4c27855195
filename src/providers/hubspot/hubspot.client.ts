import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi, type ApiCall, type ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { hubspotConfig, type HubSpotConfig } from './hubspot.config.js';
import { HubSpotContactMapping } from './hubspot.contact-mapping.js';
import { refusalOf } from './hubspot.errors.js';

const MISSING =
  'No HubSpot account was named, and none is configured. Name a connection (connection_id) or its tenant, or set HUBSPOT_ACCESS_TOKEN.';

/** HubSpot's API on our road out, for connected accounts and for that of `HUBSPOT_ACCESS_TOKEN`. */
@Injectable()
export class HubSpotClient {
  private readonly api: ProviderApi;

  constructor(
    @Inject(hubspotConfig.token) { accessToken }: Pick<HubSpotConfig, 'accessToken'>,
    @InjectRoad('hubspot') road: Road,
    mapping: HubSpotContactMapping,
    connections: Connections,
  ) {
    this.api = new ProviderApi({
      road,
      connections,
      title: 'HubSpot',
      baseUrlVariable: 'HUBSPOT_API_BASE_URL',
      missing: accessToken === undefined ? MISSING : undefined,
      refusalOf: (response, about) => refusalOf(response, about, (name) => mapping.fieldOf(name)),
    });
  }

  /** Whether the environment has an account to call for where no connection is named. */
  get configured(): boolean {
    return this.api.configured;
  }

  /** Runs one operation of several calls. @throws what {@link ProviderApi.perform} throws */
  perform<T>(
    operation: string,
    options: CallOptions,
    work: (hubspot: ApiOperation) => Promise<T>,
  ): Promise<T> {
    return this.api.perform(operation, options, work);
  }

  /** Makes one call, as an operation of its own. @throws what {@link ApiOperation.call} throws */
  call<Answer>(operation: string, call: ApiCall<Answer>, options: CallOptions): Promise<Answer> {
    return this.api.call(operation, call, options);
  }
}
