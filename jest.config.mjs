/** The one test configuration: real Postgres (global setup), a database per worker, TypeScript through swc. */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/output/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/driver/global-setup.ts',
  globalTeardown: '<rootDir>/test/driver/global-teardown.ts',
  testEnvironment: '<rootDir>/test/driver/environment.mjs',
  testSequencer: '<rootDir>/test/driver/sequencer.mjs',
  reporters: ['default', '<rootDir>/test/driver/count-reporter.mjs'],
  // on two cores: browsers and databases are waited for about a third of the time
  maxWorkers: 3,
  workerIdleMemoryLimit: '1500MB',
  // only what hangs takes so long, however slow a machine is
  testTimeout: 120_000,
}
