import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { LOGGER, type Logger } from '../logging/logger.js';
import { SecretRedaction } from '../logging/secret-redaction.js';
import { traceRequests } from './request-spans.js';
import { tracingConfig, type TracingConfig } from './tracing.config.js';

/** Traces of everything, where `OTEL_EXPORTER_OTLP_ENDPOINT` says whereto. Without it, not even the SDK is loaded. */
@Injectable()
export class Tracing implements OnModuleInit, OnApplicationShutdown {
  private stop: (() => Promise<void>) | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly redaction: SecretRedaction,
    @Inject(tracingConfig.token) private readonly config: TracingConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    const { endpoint } = this.config;
    if (endpoint === undefined) return;
    const { registerSdk } = await import('./sdk.js');
    this.stop = registerSdk(endpoint, this.config, this.redaction, this.logger);
    if (!this.stop) {
      this.logger.info(
        { event: 'tracing_shared' },
        'Traces go where the OpenTelemetry SDK of this process sends them',
      );
      return;
    }
    // On the command line, there is no HTTP.
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (fastify) traceRequests(fastify);
  }

  /** Last of all, when every request and job has ended and its span with it. */
  async onApplicationShutdown(): Promise<void> {
    await this.stop?.();
  }
}
