import type { HttpRequest, OutboundResponse } from '../outbound-call.js';
import type { RoadPolicy } from '../road-policy.js';
import type { RoadSettings } from '../road-settings.js';

/** What a mount needs of a `Road`. */
export interface RoadLike {
  readonly provider: string;
  readonly policy: Pick<RoadPolicy, 'answersJson' | 'writes'>;
  readonly settings: Pick<RoadSettings, 'timeoutMs'>;
  /** Sends a request under the call scope at hand; gives back the answer whatever its status. */
  send(request: HttpRequest): Promise<OutboundResponse>;
}
