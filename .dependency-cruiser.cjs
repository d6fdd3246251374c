/**
 * The staircase of docs/architecture.md: a folder imports only from lower floors. `npm run check` runs it over the
 * whole tree, and over one planted violation to prove that it still sees anything (bin/lib/floors.mjs).
 */
const floors = [
  'core',
  'settings',
  'platform',
  'store',
  'delivery',
  'operations',
  'flow-engine',
  'factors',
  'connectors',
  'steps',
  'flows',
  'oidc',
  'http',
  'operator',
  'house.ts',
  'jobs.ts',
  'app.ts',
  'cli',
  'demo',
  'main.ts',
]
const pathOf = floor => (floor.endsWith('.ts') ? `^src/${floor.replace('.', '\\.')}$` : `^src/${floor}/`)
const packages = names => `(^|/)node_modules/(${names.join('|')})(/|$)|^(${names.join('|')})$`

const staircase = floors.slice(0, -1).map((floor, index) => ({
  name: `floor-${floor}`,
  severity: 'error',
  comment: `${floor} may import only from lower floors`,
  from: { path: pathOf(floor) },
  to: { path: floors.slice(index + 1).map(pathOf) },
}))

module.exports = {
  forbidden: [
    ...staircase,
    {
      name: 'core-stands-alone',
      comment: 'core is pure: no other folder, nothing of Node that does input or output',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: ['^src/(?!core/)', '^(views|migrations|test)/', '^(node:)?(fs|net|http|https|child_process)(/|$)'] },
    },
    {
      name: 'views-stand-on-core',
      comment: 'templates know only the models that core declares',
      severity: 'error',
      from: { path: '^views/' },
      to: { path: ['^src/(?!core/)', '^(migrations|test)/'] },
    },
    {
      name: 'a-flow-never-imports-another-flow',
      severity: 'error',
      from: { path: '^src/flows/([^/]+)/' },
      to: { path: '^src/flows/[^/]+/', pathNot: '^src/flows/$1/' },
    },
    {
      name: 'koa-at-the-door',
      comment: 'only the floors that answer requests know Koa',
      severity: 'error',
      from: { path: '^(src|views|migrations)/', pathNot: '^src/(oidc|http|operator|demo)/' },
      to: { path: packages(['koa', '@koa', '@types/koa', 'koa-bodyparser', '@types/koa-bodyparser', 'koa-helmet']) },
    },
    {
      name: 'postgres-in-the-store',
      comment: 'all SQL lives in src/store; the rest calls its functions',
      severity: 'error',
      from: { path: '^(src|views)/', pathNot: '^src/(store|demo)/' },
      to: { path: packages(['pg', '@types/pg', 'kysely']) },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'a frozen migration must not change its meaning when the code around it changes',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: ['^src/', '^(views|test)/'] },
    },
    {
      name: 'the-product-knows-no-tests',
      severity: 'error',
      from: { path: '^(src|views|migrations)/' },
      to: { path: '^test/' },
    },
    { name: 'nothing-missing', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
