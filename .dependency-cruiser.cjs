/**
 * The floors of the house: a file imports only from its own folder on its floor, or from a floor below. Nothing imports
 * upward, and providers never import one another.
 */
const FLOORS = [
  ['contracts'],
  ['platform'],
  ['outbound'],
  ['connections', 'webhooks', 'deliveries'],
  ['apis'],
  ['providers'],
  ['payments', 'notifications', 'calendars', 'contacts', 'external', 'timeline'],
  ['doctor'],
  ['console', 'health', 'cli', 'sandbox', 'openapi', 'client'],
];

const folders = (names) => `^src/(${names.join('|')})/`;
const TOP = '^src/[^/]+\\.ts$';

/** No floor may reach into one above it. */
const upward = FLOORS.map((names, floor) => {
  const above = FLOORS.slice(floor + 1).flat();
  return {
    name: `no-upward-from-${names.join('-')}`,
    comment: 'A floor stands on those below it. Move the code down, or pass it in from above.',
    severity: 'error',
    from: { path: folders(names) },
    to: { path: above.length ? [folders(above), TOP] : [TOP] },
  };
});

/** Rooms of one floor are neighbours, not parts of one another. */
const sideways = FLOORS.filter((names) => names.length > 1).flatMap((names) =>
  names.map((name) => ({
    name: `no-sideways-from-${name}`,
    comment: 'Rooms of one floor do not import one another. What they share belongs a floor below.',
    severity: 'error',
    from: { path: folders([name]) },
    to: { path: folders(names.filter((other) => other !== name)) },
  })),
);

module.exports = {
  forbidden: [
    ...upward,
    ...sideways,
    {
      name: 'no-provider-to-provider',
      comment: 'Providers do not know one another.',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/' },
      to: { path: '^src/providers/', pathNot: '^src/providers/$1/' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'hookline/testing stands on the whole house, and nothing of the house on it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/testing/' },
      to: { path: '^src/testing/' },
    },
    {
      name: 'contracts-import-nothing',
      comment: 'Contracts are plain types, errors and interfaces.',
      severity: 'error',
      from: { path: '^src/contracts/', pathNot: '\\.spec\\.tsx?$' },
      to: { pathNot: '^src/contracts/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['src/platform/database/generated', '\\.spec\\.tsx?$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
