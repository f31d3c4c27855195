import type { ApiMethod } from './api-method.js';
import type { ApiOperations } from './api-description.js';
import type { ApiRuntime } from './api-runtime.js';

/** The methods that a description makes: `acme.users.get(…)`. */
export type ApiClient<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends ApiMethod<infer Call>
    ? Call
    : ApiClient<Operations[Name]>;
};

/** Each method under its whole name: `users.get`. */
export function methodsOf(operations: ApiOperations): Map<string, ApiMethod<unknown>> {
  const methods = new Map<string, ApiMethod<unknown>>();
  for (const [name, entry] of Object.entries(operations)) {
    if (isMethod(entry)) methods.set(name, entry);
    else for (const [inner, method] of Object.entries(entry)) methods.set(`${name}.${inner}`, method);
  }
  return methods;
}

/** The client of a description, bound to what it works with. */
export function clientOf(operations: ApiOperations, runtime: ApiRuntime): Record<string, unknown> {
  const client: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(operations)) {
    client[name] = isMethod(entry)
      ? entry.bind({ name, runtime })
      : Object.fromEntries(
          Object.entries(entry).map(([inner, method]) => [
            inner,
            method.bind({ name: `${name}.${inner}`, runtime }),
          ]),
        );
  }
  return client;
}

function isMethod(entry: ApiOperations[string]): entry is ApiMethod<unknown> {
  return typeof entry.bind === 'function';
}
