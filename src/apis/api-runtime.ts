import type { ProviderApi } from '../connections/roads/provider-api.js';
import type { ApiNoticeListener } from '../outbound/notices/api-notice.js';
import type { Road } from '../outbound/road.js';
import type { ApiFacts } from './api-facts.js';
import type { Refusals } from './errors/refusals.js';
import type { Variable } from './variable.js';

/** What the methods of one described API work with. */
export class ApiRuntime {
  constructor(
    readonly description: ApiFacts,
    /** Its calls on the road. */
    readonly api: ProviderApi,
    /** For clients of others that are mounted there. */
    readonly road: Road,
    readonly notices: ApiNoticeListener,
    readonly refusals: Refusals,
    /** What a variable of the description is set to. */
    readonly secret: (variable: Variable) => string | undefined,
  ) {}

  get title(): string {
    return this.description.title ?? this.description.name;
  }
}
