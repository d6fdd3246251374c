import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../platform/index.ts'
import { placesFrom } from './places.ts'

export interface DemoOptions {
  readonly portBase: number
  /** Folder of this demo: its database, keys and letters. */
  readonly dataDir: string
  /** Begin again from nothing. */
  readonly reset: boolean
}

export const usage = `npm run demo -- [--port-base N] [--data DIR] [--reset]

  --port-base N   first of the ports (default 3000); demos with different bases run side by side
  --data DIR      where the demo keeps its data (default .demo/N)
  --reset         begin again from nothing`

/** From 1024 on, what browsers and `fetch` never connect to (WHATWG Fetch, "bad port"). */
const badPorts: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
])

/**
 * @param from the folder that a relative `--data` starts from: where `npm run` was typed, not where it runs
 * @throws Error with a sentence for the person who typed it
 */
export function readOptions(args: readonly string[], from: string): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'port-base': { type: 'string', default: '3000' },
      data: { type: 'string' },
      reset: { type: 'boolean', default: false },
    },
  })
  const portBase = Number(values['port-base'])
  if (!Number.isInteger(portBase) || portBase < 1024 || portBase > 65_000)
    throw new Error('--port-base must be a number from 1024 to 65000')
  const { ports } = placesFrom(portBase)
  const blocked = Object.values(ports).find(port => badPorts.has(port))
  if (blocked)
    throw new Error(`--port-base ${portBase} would use port ${blocked}, which browsers refuse: choose another`)
  const dataDir = values.data ? resolve(from, values.data) : join(projectRoot, '.demo', String(portBase))
  return { portBase, dataDir, reset: values.reset }
}
