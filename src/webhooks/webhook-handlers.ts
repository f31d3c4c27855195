import { Injectable } from '@nestjs/common';
import { DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import { ConfigurationError } from '../platform/config/configuration-error.js';
import { webhookSubscriptions } from './on-webhook.js';
import { WebhookSources } from './webhook-sources.js';

/** A method that takes events of one type. */
export interface WebhookHandler {
  /** `OrdersService.markPaid`: its name in the table, the API and the log. */
  name: string;
  /** The class that it belongs to. */
  owner: object;
  /** Calls it through Nest, so that guards, interceptors and pipes on it apply. */
  run: (context: object) => Promise<unknown>;
}

/** One `@OnWebhook` as it was found. */
interface Subscription {
  name: string;
  provider: string;
  type: string;
  instance: object;
  method: string;
  /** Whether there is one instance for all, and not one for each request. */
  singleton: boolean;
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
   * @throws ConfigurationError with a sentence for each handler that could never be called, or not told from another
   */
  discover(): void {
    const problems = new Set<string>();
    for (const subscription of this.subscriptions()) {
      const problem = this.problemWith(subscription);
      if (problem) problems.add(problem);
      else this.subscribe(subscription);
    }
    if (problems.size) throw new ConfigurationError([...problems]);
  }

  /** The handlers of one type of event, in the order in which they were found. */
  for(provider: string, type: string): readonly WebhookHandler[] {
    return this.byEvent.get(`${provider}:${type}`) ?? [];
  }

  private *subscriptions(): Generator<Subscription> {
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const instance: unknown = wrapper.instance;
      // An alias (useExisting) is the same object a second time; its handlers were found under its own name.
      if (!(instance instanceof Object) || wrapper.isAlias) continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        const callback: unknown = Reflect.get(instance, method);
        if (typeof callback !== 'function') continue;
        for (const { provider, type } of webhookSubscriptions(callback)) {
          const name = `${instance.constructor.name}.${method}`;
          yield { name, provider, type, instance, method, singleton: wrapper.isDependencyTreeStatic() };
        }
      }
    }
  }

  private problemWith({ name, provider, type, instance, singleton }: Subscription): string | undefined {
    const source = this.sources.find(provider);
    if (!source)
      return `${name} waits for webhooks of "${provider}", but no module of that provider is imported.`;
    if (!source.configured)
      return `${source.secretVariable} must be set: ${name} handles ${type} of ${provider}.`;
    if (!singleton)
      return `${name} handles webhooks, which no request brings: its class must not be request-scoped.`;
    const namesake = this.for(provider, type).find((known) => known.name === name);
    if (namesake && namesake.owner !== instance.constructor) {
      return `Two classes have a handler ${name} for ${type}: rename one, since events remember handlers by name.`;
    }
    return undefined;
  }

  private subscribe({ name, provider, type, instance, method }: Subscription): void {
    const handlers = this.byEvent.get(`${provider}:${type}`) ?? [];
    // A class that two modules provide is there twice; its handlers are not.
    if (handlers.some((known) => known.name === name)) return;
    handlers.push({ name, owner: instance.constructor, run: this.throughNest(instance, method) });
    this.byEvent.set(`${provider}:${type}`, handlers);
  }

  /** Without filters: they answer requests, and an error of a handler has to reach its event. */
  private throughNest(instance: object, method: string): WebhookHandler['run'] {
    const target = instance as Record<string, () => unknown>;
    const callback = target[method];
    if (!callback) throw new TypeError(`There is no method ${method}.`);
    const enhancers = { guards: true, interceptors: true, filters: false };
    const defaults = [undefined, undefined, undefined, undefined] as const;
    return this.external.create(target, callback, method, ...defaults, enhancers, 'webhook');
  }
}
