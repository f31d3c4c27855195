import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IntegrationError } from '../../contracts/errors.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { PAGE_HEADERS } from '../../platform/pages/page-headers.js';
import { ConnectFailed } from '../flow/connect-failed.js';
import { connectConfig, type ConnectConfig } from '../flow/connect.config.js';
import { ConnectableProviders } from '../providers/connectable-providers.js';
import { FailurePage } from './failure-page.js';
import { tellFailure } from './failure-words.js';

/** Shows whatever goes wrong while somebody connects an account as a page, and logs it. */
@Catch()
@Injectable()
export class ConnectErrorFilter implements ExceptionFilter {
  constructor(
    private readonly providers: ConnectableProviders,
    @Inject(connectConfig.token) private readonly config: ConnectConfig,
    @Inject(platformConfig.token) private readonly platform: PlatformConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const provider = providerOf(error);
    const title = provider === undefined ? undefined : (this.providers.find(provider)?.title ?? provider);
    const failure = tellFailure(error, { title, production: this.platform.production });
    const level = failure.status === 500 ? 'error' : 'info';
    this.logger[level](
      { event: 'connect_failed', request_id: request.id, provider, status_code: failure.status, err: error },
      'An account was not connected',
    );
    const retryUrl = error instanceof ConnectFailed ? error.retryUrl : undefined;
    const { productName: product } = this.config;
    const page = await FailurePage({ product, failure, retryUrl, requestId: request.id });
    void reply.status(failure.status).headers(PAGE_HEADERS).send(page);
  }
}

function providerOf(error: unknown): string | undefined {
  return error instanceof ConnectFailed || error instanceof IntegrationError ? error.provider : undefined;
}
