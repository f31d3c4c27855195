/** ES modules on SWC; the embedded PostgreSQL of a run starts in globalSetup and is shared by every file. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/examples'],
  testMatch: ['**/*.spec.ts?(x)'],
  // They call the real providers, and are asked for by `npm run test:live`.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.TEST_LIVE ? [] : ['<rootDir>/test/live/'])],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^hookline$': '<rootDir>/src/index.ts' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'nodenext' },
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true, tsx: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            react: { runtime: 'automatic', importSource: '@kitajs/html' },
          },
        },
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 3, // also on two cores: much of what is tested is waiting
  // What a spec file has loaded is never let go of: a worker of two gigabytes spends its time collecting garbage.
  workerIdleMemoryLimit: '700MB',
  testTimeout: 20_000,
};
