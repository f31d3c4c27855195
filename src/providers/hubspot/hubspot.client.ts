import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi } from '../../connections/roads/provider-api.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { hubspotConfig, type HubSpotConfig } from './hubspot.config.js';
import { HubSpotContactMapping } from './contacts/contact-mapping.js';
import { refusalOf } from './hubspot.errors.js';

const MISSING =
  'No HubSpot account was named, and none is configured. Name a connection (connection_id) or its tenant, or set HUBSPOT_ACCESS_TOKEN.';

/** HubSpot's API on our road out, for connected accounts and for that of `HUBSPOT_ACCESS_TOKEN`. */
@Injectable()
export class HubSpotClient extends ProviderApi {
  constructor(
    @Inject(hubspotConfig.token) { accessToken }: Pick<HubSpotConfig, 'accessToken'>,
    @InjectRoad('hubspot') road: Road,
    mapping: HubSpotContactMapping,
    connections: Connections,
  ) {
    super({
      road,
      connections,
      title: 'HubSpot',
      baseUrlVariable: 'HUBSPOT_API_BASE_URL',
      missing: accessToken === undefined ? MISSING : undefined,
      refusalOf: (response, about) => refusalOf(response, about, (name) => mapping.fieldOf(name)),
    });
  }
}
