import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi } from '../../connections/roads/provider-api.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { paypalConfig, type PayPalConfig } from './paypal.config.js';
import { refusalOf } from './paypal.errors.js';

const MISSING =
  'PayPal is not configured. Set PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET (https://developer.paypal.com/dashboard/applications).';

/** PayPal's REST API on our road out, with the credentials of the environment or of a connected account. */
@Injectable()
export class PayPalClient extends ProviderApi {
  constructor(
    @Inject(paypalConfig.token) { client }: PayPalConfig,
    @InjectRoad('paypal') road: Road,
    @Inject(Connections) connections: Pick<Connections, 'actingFor'>,
  ) {
    super({
      road,
      connections,
      title: 'PayPal',
      baseUrlVariable: 'PAYPAL_API_BASE_URL',
      missing: client ? undefined : MISSING,
      refusalOf,
    });
  }
}
