import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi, type ApiCall, type ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { paypalConfig, type PayPalConfig } from './paypal.config.js';
import { refusalOf } from './paypal.errors.js';

const MISSING =
  'PayPal is not configured. Set PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET (https://developer.paypal.com/dashboard/applications).';

/** PayPal's REST API on our road out, with the credentials of the environment or of a connected account. */
@Injectable()
export class PayPalClient {
  private readonly api: ProviderApi;

  constructor(
    @Inject(paypalConfig.token) { client }: PayPalConfig,
    @InjectRoad('paypal') road: Road,
    @Inject(Connections) connections: Pick<Connections, 'actingFor'>,
  ) {
    this.api = new ProviderApi({
      road,
      connections,
      title: 'PayPal',
      baseUrlVariable: 'PAYPAL_API_BASE_URL',
      missing: client ? undefined : MISSING,
      refusalOf,
    });
  }

  /** Whether the environment has credentials to call the API with. */
  get configured(): boolean {
    return this.api.configured;
  }

  /** Runs one operation of several calls. @throws what {@link ProviderApi.perform} throws */
  perform<T>(
    operation: string,
    options: CallOptions,
    work: (paypal: ApiOperation) => Promise<T>,
  ): Promise<T> {
    return this.api.perform(operation, options, work);
  }

  /** Makes one call, as an operation of its own. @throws what {@link ApiOperation.call} throws */
  call<Answer>(operation: string, call: ApiCall<Answer>, options: CallOptions): Promise<Answer> {
    return this.api.call(operation, call, options);
  }
}
