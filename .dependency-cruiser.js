/** Which room may import which, on resolved paths. */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-knows-no-other-room',
      severity: 'error',
      from: { path: '^src/core' },
      to: { path: '^src/(?!core/)' },
    },
    {
      name: 'identity-knows-only-core',
      severity: 'error',
      from: { path: '^src/identity' },
      to: { path: '^src/(?!core/|identity/)' },
    },
    {
      name: 'channels-know-only-core',
      severity: 'error',
      from: { path: '^src/channels' },
      to: { path: '^src/(?!core/|channels/)' },
    },
    {
      name: 'adapters-know-only-core',
      severity: 'error',
      from: { path: '^src/adapters' },
      to: { path: '^src/(?!core/|adapters/)' },
    },
    {
      name: 'nobody-is-shipped-with-tests',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/testing' },
      to: { path: '^src/testing' },
    },
    {
      name: 'fakes-run-anywhere',
      severity: 'error',
      from: { path: '^src/testing', pathNot: '^src/testing/suites' },
      to: { dependencyTypes: ['core', 'npm-dev'] },
    },
    {
      name: 'enrichment-is-told-its-networks',
      severity: 'error',
      from: { path: '^src/enrichment' },
      to: { path: '^src/channels/connectors/' },
    },
    { name: 'nobody-knows-the-cli', severity: 'error', from: { pathNot: '^src/cli' }, to: { path: '^src/cli' } },
    {
      name: 'only-http-imports-ky',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/core/http' },
      to: { path: 'node_modules/ky/' },
    },
    {
      name: 'only-the-postgres-store-imports-pg',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/core/store/sql/postgres-client' },
      to: { path: 'node_modules/(@types/)?pg/' },
    },
    {
      name: 'only-the-cli-imports-cli-libraries',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/cli' },
      to: { path: 'node_modules/(commander|@clack)/' },
    },
    {
      name: 'connectors-know-no-other-connector',
      severity: 'error',
      from: { path: '^src/channels/connectors/([^/]+)' },
      to: { path: '^src/channels/connectors/([^/]+)', pathNot: '^src/channels/connectors/$1' },
    },
    {
      name: 'no-node-where-it-must-run-anywhere',
      comment: 'Files are read in modules of their own, which are loaded when they are needed.',
      severity: 'error',
      from: {
        path: '^src/(core|identity|channels|enrichment)',
        pathNot: [
          '^src/core/store/(sqlite|sql/sqlite-)',
          '^src/core/(files/|table/(read-file|parquet/parquet-file))',
          '^src/enrichment/(file-journal|look-ups/resolve-texts)',
          '^src/core/http/outside/(checked-request|public-address)',
          '^src/channels/connectors/(email|feed|logbook)/',
        ],
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
