import type { EndpointNews } from '../../contracts/events.js';

/** What happens to an endpoint without anybody's doing. */
export type EndpointNewsType = 'disabled';

type Marks = <Handler extends (news: EndpointNews) => unknown>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

const TYPES = Symbol('hookline:endpoint-news');

/**
 * Marks a method of any Nest provider as a handler of news of endpoints: `@OnEndpoint('disabled')`. It is called with an
 * {@link EndpointNews}, in one process of all, and awaited; when it throws, it is tried again with growing delays, for
 * about a day.
 */
export function OnEndpoint(type: EndpointNewsType): Marks {
  return (_target: object, _method: string | symbol, descriptor: PropertyDescriptor): void => {
    const method: unknown = descriptor.value;
    if (typeof method !== 'function') throw new TypeError('@OnEndpoint() belongs on a method.');
    Reflect.defineMetadata(TYPES, [...endpointNewsTypes(method), type], method);
  };
}

/** The types of news that a method handles; empty when it is not a handler. */
export function endpointNewsTypes(method: object): readonly EndpointNewsType[] {
  return (Reflect.getMetadata(TYPES, method) as EndpointNewsType[] | undefined) ?? [];
}
