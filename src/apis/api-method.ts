import type { ApiRuntime } from './api-runtime.js';

/** Where a method of a described API finds itself. */
export interface MethodContext {
  /** In our words, for logs, metrics and errors: `users.get`. What stands before the dot shares a circuit and a cache. */
  readonly name: string;
  readonly runtime: ApiRuntime;
}

/** One operation of a described API. `Call` is the method that the client has for it. */
export interface ApiMethod<Call> {
  /** It changes nothing at the API, and needs nothing to be asked: good for trying the API out. */
  readonly safeToTry: boolean;
  bind(context: MethodContext): Call;
}
