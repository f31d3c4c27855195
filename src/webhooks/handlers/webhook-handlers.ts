import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { WebhookSources } from '../sources/webhook-sources.js';
import { webhookSubscriptions, type WebhookSubscription } from './on-webhook.js';
import { RETRY_DELAYS_MS } from './retry-delays.js';
import { handlerOptions, problemWithOptions, type KeyOf, type WebhookHandler } from './webhook-handler.js';

/** One `@OnWebhook` as it was found. */
interface Subscription extends WebhookSubscription {
  name: string;
  instance: object;
  method: string;
  /** Whether there is one instance for all, and not one for each request. */
  singleton: boolean;
}

/** What the door has to know of a handler that takes its events in order. */
export interface OrderedHandler {
  name: string;
  keyOf: KeyOf;
}

const NONE: readonly OrderedHandler[] = [];

/** Finds every `@OnWebhook` method when the application starts, and refuses to start where one could never be called. */
@Injectable()
export class WebhookHandlers implements OnApplicationBootstrap {
  private readonly byEvent = new Map<string, WebhookHandler[]>();
  private readonly ordered = new Map<string, OrderedHandler[]>();
  private readonly added: Subscription[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly external: ExternalContextCreator,
    private readonly sources: WebhookSources,
    @Inject(RETRY_DELAYS_MS) private readonly retryDelaysMs: readonly number[],
  ) {}

  /**
   * Looks for them, once everything is initialised and before anything listens.
   * @throws ConfigurationError with a sentence for each handler that could never be called, or not told from another
   */
  onApplicationBootstrap(): void {
    const problems = new Set<string>();
    for (const subscription of this.subscriptions()) {
      if (subscription.optional && !this.sources.find(subscription.provider)?.secrets.length) continue;
      const problem = this.problemWith(subscription);
      if (problem) problems.add(problem);
      else this.subscribe(subscription);
    }
    if (problems.size) throw new ConfigurationError([...problems]);
  }

  /**
   * Makes a method a handler as `@OnWebhook` would, for what is only known when the application starts. To be called
   * while it initialises.
   */
  add(instance: object, method: string, subscription: WebhookSubscription): void {
    const name = `${instance.constructor.name}.${method}`;
    this.added.push({ ...subscription, name, instance, method, singleton: true });
  }

  /** The handlers of one type of event, in the order in which they were found. */
  for(provider: string, type: string): readonly WebhookHandler[] {
    return this.byEvent.get(`${provider}:${type}`) ?? [];
  }

  private *subscriptions(): Generator<Subscription> {
    yield* this.added;
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const instance: unknown = wrapper.instance;
      // An alias (useExisting) is the same object a second time; its handlers were found under its own name.
      if (!(instance instanceof Object) || wrapper.isAlias) continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        const callback: unknown = Reflect.get(instance, method);
        if (typeof callback !== 'function') continue;
        for (const subscription of webhookSubscriptions(callback)) {
          const name = `${instance.constructor.name}.${method}`;
          yield { ...subscription, name, instance, method, singleton: wrapper.isDependencyTreeStatic() };
        }
      }
    }
  }

  private problemWith(subscription: Subscription): string | undefined {
    const { name, provider, type, instance, singleton } = subscription;
    const source = this.sources.find(provider);
    if (!source)
      return `${name} waits for webhooks of "${provider}", but no module of that provider is imported, and WEBHOOK_SOURCES does not name it.`;
    if (!source.secrets.length)
      return `${source.secretVariable} must be set: ${name} handles ${type} of ${provider}.`;
    if (!singleton)
      return `${name} handles webhooks, which no request brings: its class must not be request-scoped.`;
    const wrongOption = problemWithOptions(subscription);
    if (wrongOption) return `${name}, which handles ${type} of ${provider}, ${wrongOption}.`;
    const namesake = this.for(provider, type).find((known) => known.name === name);
    if (namesake && namesake.owner !== instance.constructor) {
      return `Two classes have a handler ${name} for ${type}: rename one, since events remember handlers by name.`;
    }
    return undefined;
  }

  /** Those among them that take their events in order. */
  orderedFor(provider: string, type: string): readonly OrderedHandler[] {
    return this.ordered.get(`${provider}:${type}`) ?? NONE;
  }

  /** The types of a provider's events that have a handler. */
  typesOf(provider: string): string[] {
    const prefix = `${provider}:`;
    return [...this.byEvent.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }

  private subscribe(subscription: Subscription): void {
    const { name, provider, type, instance, method } = subscription;
    const handlers = this.byEvent.get(`${provider}:${type}`) ?? [];
    // A class that two modules provide is there twice; its handlers are not.
    if (handlers.some((known) => known.name === name)) return;
    const options = handlerOptions(subscription, this.retryDelaysMs);
    const run = this.throughNest(instance, method);
    handlers.push({ name, owner: instance.constructor, ...options, run });
    this.byEvent.set(`${provider}:${type}`, handlers);
    if (options.mode.kind !== 'ordered') return;
    const ordered = this.ordered.get(`${provider}:${type}`) ?? [];
    this.ordered.set(`${provider}:${type}`, [...ordered, { name, keyOf: options.mode.keyOf }]);
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
