import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi } from '../../connections/roads/provider-api.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { sendgridConfig, type SendGridConfig } from './sendgrid.config.js';
import { refusalOf } from './sendgrid.errors.js';

const MISSING =
  'No SendGrid account was named, and none is configured. Name a connection (connection_id) or its tenant, or set SENDGRID_API_KEY.';

/** SendGrid's v3 API on our road out, for connected accounts and for that of `SENDGRID_API_KEY`. */
@Injectable()
export class SendGridClient extends ProviderApi {
  constructor(
    @Inject(sendgridConfig.token) { apiKey }: SendGridConfig,
    @InjectRoad('sendgrid') road: Road,
    @Inject(Connections) connections: Pick<Connections, 'actingFor'>,
  ) {
    super({
      road,
      connections,
      title: 'SendGrid',
      baseUrlVariable: 'SENDGRID_API_BASE_URL',
      missing: apiKey === undefined ? MISSING : undefined,
      refusalOf,
    });
  }
}
