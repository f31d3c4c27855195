/** What a provider is made of: which templates become which files, in the order in which they are best thought about. */

/** What a provider can offer, and what that is in a sentence. */
export const FACETS = {
  payments: 'payments',
  notifier: 'messages',
  calendar: 'calendars',
  contacts: 'contacts',
  webhooks: 'webhooks',
  connect: 'connected accounts',
};

/** Facets that call the provider's API: all but webhooks, which only come in. */
const CALLS = ['payments', 'notifier', 'calendar', 'contacts', 'connect'];

/** Template, file below its folder, and which facets need it (`api`: any that calls). */
const ROOM = [
  ['module.ts', '{name}.module.ts'],
  ['config.ts', '{name}.config.ts'],
  ['config.spec.ts', '{name}.config.spec.ts'],
  ['client.ts', '{name}.client.ts', 'api'],
  ['errors.ts', '{name}.errors.ts', 'api'],
  ['errors.spec.ts', '{name}.errors.spec.ts', 'api'],
  ['road.ts', '{name}.road.ts', 'api'],
  ['road.spec.ts', '{name}.road.spec.ts', 'api'],
  ['health.ts', '{name}.health.ts', 'api'],
  ['health.spec.ts', '{name}.health.spec.ts', 'api'],
];

const SANDBOX = [
  ['api.ts', 'api.ts', 'api'],
  ['rows.ts', 'rows.ts'],
  ['objects-page.ts', 'objects-page.ts'],
  ['accounts.ts', 'accounts.ts', 'connect'],
  ['oauth.ts', 'oauth.ts', 'connect'],
  ['webhook-sender.ts', 'webhook-sender.ts', 'webhooks'],
  ['sandbox.ts', '{name}-sandbox.ts'],
  ['sandbox.spec.ts', '{name}-sandbox.spec.ts'],
];

const FACET_FILES = [
  ...['payments', 'notifier', 'calendar', 'contacts'].flatMap((facet) => [
    [`${facet}.ts`, `{name}.${facet}.ts`, facet],
    [`${facet}.spec.ts`, `{name}.${facet}.spec.ts`, facet],
  ]),
  ['webhooks.events.ts', 'webhooks/events.ts', 'webhooks'],
  ['webhooks.ts', '{name}.webhooks.ts', 'webhooks'],
  ['webhooks.spec.ts', '{name}.webhooks.spec.ts', 'webhooks'],
  ['connect.ts', '{name}.connect.ts', 'connect'],
  ['connect.spec.ts', '{name}.connect.spec.ts', 'connect'],
];

/** The templates of a provider with these facets and the files that they become, from the root of the project. */
export function filesOf({ name, room, sandbox }, facets) {
  const wanted = (needs) => needs === undefined || facets.has(needs) || (needs === 'api' && calls(facets));
  const within = (folder, target, rows) =>
    rows
      .filter(([, , needs]) => wanted(needs))
      .map(([template, file]) => ({
        template: `${folder}/${template}.mustache`,
        file: `${target}/${file.replace('{name}', name)}`,
      }));
  return [
    ...within('room', room, ROOM),
    ...within('sandbox', sandbox, SANDBOX),
    ...within('room', room, FACET_FILES),
    { template: 'docs/provider.md.mustache', file: `docs/providers/${name}.md` },
  ];
}

/** What the templates are filled with. */
export function viewOf(name, facets) {
  const words = name.split('-');
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  const Name = words.map(capital).join('');
  const NAME = words.join('_').toUpperCase();
  const title = words.map(capital).join(' ');
  const offers = new Intl.ListFormat('en-GB').format([...facets].map((facet) => FACETS[facet]));
  return {
    name,
    Name,
    NAME,
    title,
    offers,
    offersSentence: capital(offers),
    camel: Name[0].toLowerCase() + Name.slice(1),
    key: words.length > 1 ? `'${name}'` : name,
    // As the road names it: src/outbound/road-settings.ts.
    baseUrlVariable: NAME.endsWith('_API') ? `${NAME}_BASE_URL` : `${NAME}_API_BASE_URL`,
    room: `src/providers/${name}`,
    sandbox: `src/sandbox/${name}`,
    rule: '-'.repeat(Math.max(3, 112 - title.length)),
    api: calls(facets),
    ...Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, facets.has(facet)])),
  };
}

function calls(facets) {
  return CALLS.some((facet) => facets.has(facet));
}
