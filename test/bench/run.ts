/**
 * `npm run bench -- NAME…`: prints what was measured, each figure beside its limit. Without a name everything that is
 * quick. Exit status 1 where a figure is over its limit; what is only reported never breaks a build.
 */
import { parseArgs } from 'node:util'
import { type Figure, renderFigures } from './figures.ts'

interface Bench {
  readonly title: string
  readonly isQuick: boolean
  run(): Promise<Figure[]>
}

/** `--rows N`: how many rows are purged; `--accounts N --events N`: of the operator API; where these are too many. */
const number = { type: 'string' } as const
const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { rows: number, accounts: number, events: number },
})

const benches: Readonly<Record<string, Bench>> = {
  cost: {
    title: 'Cost: CPU of the application and of Postgres together, memory, start',
    isQuick: true,
    run: async () => (await import('./cost.ts')).cost(),
  },
  'sign-in': {
    title: 'Cost of signing in: the same figures as in `cost`, without the rest',
    isQuick: false,
    run: async () => (await import('./sign-in.ts')).signInAlone(),
  },
  'exactly-once': {
    title: 'Exactly once: fifty simultaneous uses on two instances',
    isQuick: false,
    run: async () => (await import('./exactly-once.ts')).exactlyOnce(),
  },
  gateway: {
    title: 'Gateway: pages while the provider of texts hangs for thirty seconds',
    isQuick: false,
    run: async () => (await import('./gateway.ts')).gateway(),
  },
  timing: {
    title: 'Timing of refused sign-ins and of registrations: reported, never a failure',
    isQuick: false,
    run: async () => (await import('./timing.ts')).timing(),
  },
  matching: {
    title: 'Matching: false links and recall over 100,000 people, cost of a match with a million',
    isQuick: false,
    run: async () => (await import('./matching.ts')).matching(),
  },
  purge: {
    title: 'Purge: ten million expired rows, while somebody signs in',
    isQuick: false,
    run: async () => (await import('./purge.ts')).purging(Number(values.rows ?? 10_000_000)),
  },
  operator: {
    title: 'Operator API: lists and exports with a million accounts and ten million audit events',
    isQuick: false,
    run: async () =>
      (await import('./operator.ts')).operatorApi(
        Number(values.accounts ?? 1_000_000),
        Number(values.events ?? 10_000_000),
      ),
  },
  registry: {
    title: 'Registry: patients taken in from files',
    isQuick: false,
    run: async () => (await import('./registry.ts')).registry(),
  },
}

const unknown = names.filter(name => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  console.error(`there is no benchmark ${unknown.join(', ')}: choose among ${Object.keys(benches).join(', ')}`)
  process.exit(1)
}
if (process.platform !== 'linux') {
  console.error('the benchmark reads CPU and memory from /proc: it runs on Linux only')
  process.exit(1)
}
const chosen = Object.entries(benches).filter(([name, { isQuick }]) =>
  names.length > 0 ? names.includes(name) : isQuick,
)
let isOver = false
for (const [, bench] of chosen) {
  const started = performance.now()
  const figures = await bench.run()
  console.log(renderFigures(`${bench.title} (${((performance.now() - started) / 1000).toFixed(0)} s)`, figures))
  isOver ||= figures.some(figure => figure.isWithin === false)
}
process.exitCode = isOver ? 1 : 0
