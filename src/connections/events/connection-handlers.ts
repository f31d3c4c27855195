import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import type { ConnectionEvent, ConnectionEventType } from '../../contracts/connections.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { connectionEventTypes } from './on-connection.js';

/** A method that wants to know of connections. */
interface ConnectionHandler {
  /** `MailService.askToReconnect`: its name in jobs and the log. */
  readonly name: string;
  /** The class that it belongs to. */
  readonly owner: object;
  /** Calls it through Nest, so that guards and interceptors on it apply. */
  readonly run: (event: ConnectionEvent) => Promise<unknown>;
}

/** Finds every `@OnConnection` method when the application starts, and refuses to start where one could never be called. */
@Injectable()
export class ConnectionHandlers implements OnApplicationBootstrap {
  private readonly byType = new Map<ConnectionEventType, Map<string, ConnectionHandler>>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly external: ExternalContextCreator,
  ) {}

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
        for (const type of connectionEventTypes(callback)) {
          const name = `${instance.constructor.name}.${method}`;
          if (!wrapper.isDependencyTreeStatic()) {
            problems.push(
              `${name} handles news of connections, which no request brings: its class must not be request-scoped.`,
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

  /** The names of those that handle events of a type. */
  namesFor(type: ConnectionEventType): string[] {
    return [...(this.byType.get(type)?.keys() ?? [])];
  }

  /** @throws Error when this process has no such handler */
  async run(name: string, event: ConnectionEvent): Promise<void> {
    const handler = this.byType.get(event.type)?.get(name);
    if (!handler) throw new Error(`This version of the service has no handler ${name} for ${event.type}.`);
    await handler.run(event);
  }

  /** @returns whether it could be; a class that two modules provide is there twice, its handlers are not */
  private add(type: ConnectionEventType, name: string, instance: object, method: string): boolean {
    const handlers = this.byType.get(type) ?? new Map<string, ConnectionHandler>();
    const known = handlers.get(name);
    if (known) return known.owner === instance.constructor;
    handlers.set(name, { name, owner: instance.constructor, run: this.throughNest(instance, method) });
    this.byType.set(type, handlers);
    return true;
  }

  /** Without filters: they answer requests, and an error of a handler has to reach its job. */
  private throughNest(instance: object, method: string): ConnectionHandler['run'] {
    const target = instance as Record<string, () => unknown>;
    const callback = target[method];
    if (!callback) throw new TypeError(`There is no method ${method}.`);
    const enhancers = { guards: true, interceptors: true, filters: false };
    const defaults = [undefined, undefined, undefined, undefined] as const;
    return this.external.create(target, callback, method, ...defaults, enhancers, 'connection');
  }
}
