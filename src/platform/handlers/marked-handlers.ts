import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import { ConfigurationError } from '../config/configuration-error.js';

/** A method that wants to know. */
interface MarkedHandler<News> {
  /** The class that it belongs to. */
  readonly owner: object;
  /** Calls it through Nest, so that guards and interceptors on it apply. */
  readonly run: (news: News) => Promise<unknown>;
}

/**
 * The methods of a product that a decorator marks as handlers of some kind of news. They are found when the application
 * starts, which it refuses where one could never be called. Jobs remember them by name: `MailService.askToReconnect`.
 */
@Injectable()
export abstract class MarkedHandlers<Type extends string, News> implements OnApplicationBootstrap {
  private readonly byType = new Map<Type, Map<string, MarkedHandler<News>>>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly external: ExternalContextCreator,
  ) {}

  /** What they handle, within a sentence: `news of connections`. */
  protected abstract readonly subject: string;

  /** What guards and interceptors are told that they run in. */
  protected abstract readonly context: string;

  /** The types that the decorator has put on a method; empty when it is not marked. */
  protected abstract typesOf(method: object): readonly Type[];

  /** The type of what has happened. */
  protected abstract typeOf(news: News): Type;

  /** @throws ConfigurationError with a sentence for each handler that could never be called, or not told from another */
  onApplicationBootstrap(): void {
    const problems: string[] = [];
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const instance: unknown = wrapper.instance;
      // An alias (useExisting) is the same object a second time; its handlers were found under its own name.
      if (!(instance instanceof Object) || wrapper.isAlias) continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        const callback: unknown = Reflect.get(instance, method);
        if (typeof callback !== 'function') continue;
        for (const type of this.typesOf(callback)) {
          const name = `${instance.constructor.name}.${method}`;
          if (!wrapper.isDependencyTreeStatic()) {
            problems.push(
              `${name} handles ${this.subject}, which no request brings: its class must not be request-scoped.`,
            );
          } else if (!this.add(type, name, instance, method)) {
            problems.push(
              `Two classes have a handler ${name}: rename one, since jobs remember handlers by name.`,
            );
          }
        }
      }
    }
    if (problems.length) throw new ConfigurationError(problems);
  }

  /** The names of those that handle news of a type. */
  namesFor(type: Type): string[] {
    return [...(this.byType.get(type)?.keys() ?? [])];
  }

  /** @throws Error when this process has no such handler; whatever the handler throws */
  async run(name: string, news: News): Promise<void> {
    const type = this.typeOf(news);
    const handler = this.byType.get(type)?.get(name);
    if (!handler) throw new Error(`This version of the service has no handler ${name} for ${type}.`);
    await handler.run(news);
  }

  /** @returns whether it could be; a class that two modules provide is there twice, its handlers are not */
  private add(type: Type, name: string, instance: object, method: string): boolean {
    const handlers = this.byType.get(type) ?? new Map<string, MarkedHandler<News>>();
    const known = handlers.get(name);
    if (known) return known.owner === instance.constructor;
    handlers.set(name, { owner: instance.constructor, run: this.throughNest(instance, method) });
    this.byType.set(type, handlers);
    return true;
  }

  /** Without filters: they answer requests, and an error of a handler has to reach its job. */
  private throughNest(instance: object, method: string): MarkedHandler<News>['run'] {
    const target = instance as Record<string, () => unknown>;
    const callback = target[method];
    if (!callback) throw new TypeError(`There is no method ${method}.`);
    const enhancers = { guards: true, interceptors: true, filters: false };
    const defaults = [undefined, undefined, undefined, undefined] as const;
    return this.external.create(target, callback, method, ...defaults, enhancers, this.context);
  }
}
