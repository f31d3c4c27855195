import { Injectable } from '@nestjs/common';
import { DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import { ConfigurationError } from '../platform/config/configuration-error.js';
import { webhookSubscriptions } from './on-webhook.js';
import { WebhookSources } from './webhook-sources.js';

/** A method that takes events of one type. */
export interface WebhookHandler {
  /** `OrdersService.markPaid`: its name in the table, the API and the log. */
  name: string;
  /** Calls it through Nest, so that guards, interceptors and pipes on it apply. */
  run: (context: object) => Promise<unknown>;
}

/** Finds every `@OnWebhook` method when the application starts, and refuses to start where one could never be called. */
@Injectable()
export class WebhookHandlers {
  private readonly byEvent = new Map<string, WebhookHandler[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly external: ExternalContextCreator,
    private readonly sources: WebhookSources,
  ) {}

  /**
   * To be called once everything is initialised.
   * @throws ConfigurationError naming the variable that a handler's provider lacks
   */
  discover(): void {
    const problems = new Set<string>();
    for (const { name, provider, type, handler } of this.subscriptions()) {
      const source = this.sources.find(provider);
      if (!source)
        problems.add(
          `${name} waits for webhooks of "${provider}", but no module of that provider is imported.`,
        );
      else if (!source.configured)
        problems.add(`${source.secretVariable} must be set: ${name} handles ${type} of ${provider}.`);
      const handlers = this.byEvent.get(`${provider}:${type}`) ?? [];
      if (!handlers.some((known) => known.name === name)) handlers.push(handler);
      this.byEvent.set(`${provider}:${type}`, handlers);
    }
    if (problems.size) throw new ConfigurationError([...problems]);
  }

  /** The handlers of one type of event, in the order in which they were found. */
  for(provider: string, type: string): readonly WebhookHandler[] {
    return this.byEvent.get(`${provider}:${type}`) ?? [];
  }

  private *subscriptions() {
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const instance: unknown = wrapper.instance;
      // An alias (useExisting) is the same object a second time; its handlers were found under its own name.
      if (!(instance instanceof Object) || wrapper.isAlias) continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        const callback: unknown = Reflect.get(instance, method);
        if (typeof callback !== 'function') continue;
        const name = `${instance.constructor.name}.${method}`;
        const run = this.throughNest(instance as Record<string, never>, callback as () => unknown, method);
        for (const { provider, type } of webhookSubscriptions(callback)) {
          yield { name, provider, type, handler: { name, run } };
        }
      }
    }
  }

  /** Without filters: they answer requests, and an error of a handler has to reach its event. */
  private throughNest(instance: Record<string, never>, callback: () => unknown, method: string) {
    const enhancers = { guards: true, interceptors: true, filters: false };
    return this.external.create(
      instance,
      callback,
      method,
      undefined,
      undefined,
      undefined,
      undefined,
      enhancers,
      'webhook',
    );
  }
}
