/** A group of routes, as readers look for them. */
interface Tag {
  readonly name: string;
  readonly description: string;
  /** The beginnings of its paths. */
  readonly paths: readonly string[];
}

/** In the order in which they are shown. */
export const TAGS: readonly Tag[] = [
  {
    name: 'Payments',
    description: 'Payments, refunds and checkout pages, at Stripe and PayPal.',
    paths: ['/v1/payments', '/v1/checkouts'],
  },
  {
    name: 'Notifications',
    description: 'Messages to people by chat and e-mail, their templates, and who gets no more of them.',
    paths: ['/v1/notifications', '/v1/notification-templates', '/v1/suppressions'],
  },
  {
    name: 'Calendars',
    description: 'Events of calendars, what has changed in them, and when somebody is busy.',
    paths: ['/v1/calendars'],
  },
  { name: 'Contacts', description: 'Contacts at HubSpot and Salesforce.', paths: ['/v1/contacts'] },
  {
    name: 'External API',
    description: 'The generic external API, in the form of its own specification.',
    paths: ['/api/external'],
  },
  {
    name: 'Connections',
    description: "Accounts of the product's customers, and the links by which they are connected.",
    paths: ['/v1/connections', '/v1/connect-links'],
  },
  {
    name: 'Events and endpoints',
    description: "Webhooks out: the product's events, the endpoints that get them, and each delivery.",
    paths: ['/v1/events', '/v1/event-types', '/v1/endpoints', '/v1/deliveries', '/v1/portal-links'],
  },
  {
    name: 'Webhooks',
    description: 'Webhooks in: what came, what was refused, what became of it, and once more.',
    paths: [
      '/v1/webhook-events',
      '/v1/webhook-rejections',
      '/v1/webhook-sources',
      '/v1/webhook-accounts',
      '/v1/webhook-reconciliations',
      '/v1/unhandled-webhook-types',
    ],
  },
  {
    name: 'Calls to providers',
    description: 'Every call that went out, those that were never answered, and what holds calls back.',
    paths: ['/v1/requests', '/v1/unknown-outcomes', '/v1/circuits', '/v1/api-notices'],
  },
  {
    name: 'Timeline',
    description: 'Everything that shares a correlation id or a business reference.',
    paths: ['/v1/timeline'],
  },
  {
    name: 'For providers and browsers',
    description: 'Where providers send webhooks, and the pages on which accounts are connected.',
    paths: ['/webhooks', '/connect'],
  },
  {
    name: 'Service',
    description: 'Health, metrics and this description.',
    paths: ['/health', '/metrics', '/openapi.json', '/docs'],
  },
];

/** @throws Error for a path of no group */
export function tagOf(path: string): string {
  const tag = TAGS.find(({ paths }) => paths.some((start) => path === start || path.startsWith(`${start}/`)));
  if (tag) return tag.name;
  throw new Error(`No tag has the path ${path}. Add it to src/openapi/tags.ts.`);
}
