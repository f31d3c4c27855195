/** What the bench uses of opossum, which brings no types. */
declare module 'opossum' {
  interface Options {
    /** In ms. */
    timeout: number;
    errorThresholdPercentage: number;
    /** In ms. */
    resetTimeout: number;
  }

  export default class CircuitBreaker<Input, Output> {
    constructor(action: (input: Input) => Promise<Output>, options: Options);
    fire(input: Input): Promise<Output>;
  }
}
