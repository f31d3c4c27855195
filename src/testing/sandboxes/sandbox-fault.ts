import type { FastifyInstance, FastifyReply } from 'fastify';
import { Faults, playFaults, type Aim } from '../../sandbox/faults.js';

/** What can go wrong with the next calls of a provider's API: an answer of its own, or something on the way. */
export type SandboxFault = Aim & {
  /** How long a `delay` lasts, in ms. @default 1000 */
  delayMs?: number;
} & (
    | {
        /** Nothing happens but an answer of this HTTP status, from 400, in the provider's own words. */
        status: number;
        mode?: never;
      }
    | {
        status?: never;
        /**
         * - `reset-before`: the connection breaks and nothing has happened
         * - `reset-after`: the call is carried out, then the connection breaks instead of an answer
         * - `delay`: the call is carried out, `delayMs` after it arrived
         * - `hang`: nothing happens, and no answer comes
         */
        mode: 'reset-before' | 'reset-after' | 'delay' | 'hang';
      }
  );

interface PlayedFault extends Aim {
  mode: 'reset-before' | 'reset-after' | 'delay' | 'hang' | number;
  delayMs?: number;
}

/** Answers as the provider does with that status. */
export type Refuse = (reply: FastifyReply, status: number) => Promise<void>;

/** Lets faults happen to the calls of an API, in the order in which they were asked for. */
export class SandboxFaults {
  private readonly faults = new Faults<PlayedFault>();

  constructor(
    private readonly api: RegExp,
    private readonly refuse: Refuse,
  ) {}

  readonly add = ({ status, mode, ...fault }: SandboxFault): void => {
    this.faults.add({ ...fault, mode: status ?? mode });
  };

  readonly clear = (): void => this.faults.clear();

  play(server: FastifyInstance): void {
    playFaults<'hang' | number, PlayedFault>(server, this.faults, this.api, async (reply, mode) => {
      if (mode === 'hang') reply.hijack();
      else await this.refuse(reply, mode);
    });
  }
}
