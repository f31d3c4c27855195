/** A provider as a contender is told of it. */
export interface Target {
  /** Lower case, digits and `-`; Hookline takes it as the provider's name. */
  name: string;
  url: string;
  /** When a call is to be over, by whatever the contender has for that, in ms. */
  deadlineMs: number;
  /** The provider's limit in calls a second, told to those that can be told. */
  perSecond?: number;
}

/** One way to call a provider, set up as the documentation of its library shows. */
export interface Contender {
  /** Reads one thing. Resolves to the id in the answer; rejects on everything but a success. */
  read(id: string): Promise<string>;
  /** Makes one thing by POST. Resolves to the name in the answer; rejects on everything but a success. */
  create(name: string): Promise<string>;
}

/** What the provider's API answers. */
export interface Thing {
  id: string;
  name: string;
}

/** The path of a thing; each id, another path. */
export const thingPath = (id: string) => `/v1/things/${id}`;

/** Where a thing is made; each name, another path, so that the provider knows calls apart that bear no key. */
export const creationPath = (name: string) => `/v1/orders/${name}/things`;

/** What is sent to make a thing. */
export const creation = (name: string) => ({ name, amount: 1099, currency: 'usd', capture: true });

/** An answer that is none of success, from a library that takes it for one. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: string;

  constructor(status: number) {
    super(`The provider answered ${status}.`);
    this.code = `HTTP ${status}`;
  }
}
