/** More distinct endpoints than that from one provider are counted together. */
const MAX_ENDPOINTS = 200;

/** The label of all further endpoints. */
const OTHER_ENDPOINTS = '(other)';

/**
 * The endpoints of one provider as labels of metrics. Path templates are few; should something put ids or words of its
 * own in them all the same, memory and Prometheus stay bounded.
 */
export class EndpointLabels {
  private readonly known = new Set<string>();

  labelOf(endpoint: string): string {
    if (this.known.has(endpoint)) return endpoint;
    if (this.known.size >= MAX_ENDPOINTS) return OTHER_ENDPOINTS;
    this.known.add(endpoint);
    return endpoint;
  }
}
