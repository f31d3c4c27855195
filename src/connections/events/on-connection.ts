import type { ConnectionEvent, ConnectionEventType } from '../../contracts/connections.js';

type Marks = <Handler extends (event: ConnectionEvent) => unknown>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

const TYPES = Symbol('hookline:connection-events');

/**
 * Marks a method of any Nest provider as a handler of news of connections: `@OnConnection('needs_reauth')`. It is called
 * with a {@link ConnectionEvent}, in one process of all, and awaited; when it throws, it is tried again with growing
 * delays, for about a day. May be put on one method several times.
 */
export function OnConnection(type: ConnectionEventType): Marks {
  return (_target: object, _method: string | symbol, descriptor: PropertyDescriptor): void => {
    const method: unknown = descriptor.value;
    if (typeof method !== 'function') throw new TypeError('@OnConnection() belongs on a method.');
    Reflect.defineMetadata(TYPES, [...connectionEventTypes(method), type], method);
  };
}

/** The types of event that a method handles; empty when it is not a handler. */
export function connectionEventTypes(method: object): readonly ConnectionEventType[] {
  return (Reflect.getMetadata(TYPES, method) as ConnectionEventType[] | undefined) ?? [];
}
