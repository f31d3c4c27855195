import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi, type ApiCall, type ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { NotConfiguredError } from '../../contracts/errors.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { sendgridConfig, type SendGridConfig } from './sendgrid.config.js';
import { refusalOf } from './sendgrid.errors.js';

const MISSING =
  'No SendGrid account was named, and none is configured. Name a connection (connection_id) or its tenant, or set SENDGRID_API_KEY.';

/** SendGrid's v3 API on our road out, for connected accounts and for that of `SENDGRID_API_KEY`. */
@Injectable()
export class SendGridClient {
  private readonly api: ProviderApi;

  constructor(
    @Inject(sendgridConfig.token) { apiKey }: SendGridConfig,
    @InjectRoad('sendgrid') road: Road,
    @Inject(Connections) connections: Pick<Connections, 'actingFor'>,
  ) {
    this.api = new ProviderApi({
      road,
      connections,
      title: 'SendGrid',
      baseUrlVariable: 'SENDGRID_API_BASE_URL',
      missing: apiKey === undefined ? MISSING : undefined,
      refusalOf,
    });
  }

  /** @throws NotConfiguredError when a call with these options would have no account to act for */
  checkConfigured(operation: string, { connectionId, tenant }: CallOptions): void {
    if (this.api.configured || connectionId !== undefined || tenant !== undefined) return;
    throw new NotConfiguredError(MISSING, { provider: 'sendgrid', operation });
  }

  /** Whether the environment has an account to call for where no connection is named. */
  get configured(): boolean {
    return this.api.configured;
  }

  /** Runs one operation of several calls. @throws what {@link ProviderApi.perform} throws */
  perform<T>(
    operation: string,
    options: CallOptions,
    work: (sendgrid: ApiOperation) => Promise<T>,
  ): Promise<T> {
    return this.api.perform(operation, options, work);
  }

  /** Makes one call, as an operation of its own. @throws what {@link ApiOperation.call} throws */
  call<Answer>(operation: string, call: ApiCall<Answer>, options: CallOptions): Promise<Answer> {
    return this.api.call(operation, call, options);
  }
}
