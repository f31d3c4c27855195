import type { Deadline } from '../deadline.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import { beforeDeadline } from '../before-deadline.js';
import { copyOf } from './kept-answer.js';

interface Flight {
  readonly deadline: Deadline;
  readonly landing: Promise<OutboundResponse>;
}

/** Lets equal calls that are under way at the same time share one: the first leads, the others wait for its answer. */
export class OneFlight {
  private readonly flights = new Map<string, Flight>();

  /**
   * Waits for the flight of that key, or begins it. Whoever waits goes by their own deadline, and takes the lead when
   * the leader's came first: that one had less time, or lost interest.
   *
   * @throws what the leader's call threw
   * @throws TimeoutError, the caller's abort reason when the own deadline came first
   */
  async join(
    key: string,
    call: OutboundCall,
    fly: () => Promise<OutboundResponse>,
  ): Promise<OutboundResponse> {
    for (let flight = this.flights.get(key); flight; flight = this.flights.get(key)) {
      try {
        return copyOf(await beforeDeadline(call, flight.landing));
      } catch (error) {
        if (call.deadline.signal.aborted || !flight.deadline.signal.aborted) throw error;
      }
    }
    return this.lead(key, call, fly);
  }

  private lead(
    key: string,
    { deadline }: OutboundCall,
    fly: () => Promise<OutboundResponse>,
  ): Promise<OutboundResponse> {
    const landing = fly().finally(() => this.flights.delete(key));
    this.flights.set(key, { deadline, landing });
    return landing;
  }
}
