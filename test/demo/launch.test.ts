import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readOptions } from '../../src/demo/options.ts'
import { movePorts } from '../../src/demo/places.ts'
import { projectRoot } from '../../src/platform/index.ts'

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8')

test('the container image runs with the heap flags that the launcher ships', () => {
  const flags = /heapFlags = \[([^\]]+)\]/.exec(read('bin/lib/node24.mjs'))?.[1]?.match(/--[\w=-]+/g)
  expect(flags).toHaveLength(2)
  expect(read('Dockerfile')).toContain(`NODE_OPTIONS="${flags?.join(' ')}"`)
})

test('another port base moves local addresses, and no others', () => {
  expect(movePorts('a http://localhost:3010/x b http://127.0.0.1:3012/ c https://x.example:3010/', 4000)).toBe(
    'a http://localhost:4010/x b http://127.0.0.1:4012/ c https://x.example:3010/',
  )
})

test('options of the demo are read from where they were typed, and mistakes are told', () => {
  expect(readOptions(['--port-base', '4000', '--data', 'mine'], '/home/x')).toEqual({
    portBase: 4000,
    dataDir: '/home/x/mine',
    reset: false,
  })
  expect(readOptions([], '/').dataDir).toBe(join(projectRoot, '.demo', '3000'))
  expect(() => readOptions(['--port-base', 'x'], '/')).toThrow('must be a number')
  expect(() => readOptions(['--port-base', '6000'], '/')).toThrow('port 6000, which browsers refuse')
  expect(() => readOptions(['--ports', '1'], '/')).toThrow("Unknown option '--ports'")
})

test('the lockfile names the packages of every platform, or npm ci calls it out of step elsewhere', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      name => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  )
  expect(missing).toEqual([])
})
