import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { flows } from '../../src/flows/index.ts'
import { projectRoot } from '../../src/platform/index.ts'
import { journeyGroups } from './journeys.ts'

test('every flow of the registry has a journey', () => {
  const walked = Object.values(journeyGroups).flatMap(group => Object.values(group).map(({ flow }) => flow))
  expect([...new Set(walked)].sort()).toEqual(flows.map(flow => flow.name).sort())
})

test('every group of journeys has a file that runs it', () => {
  const files = readdirSync(join(projectRoot, 'test/contracts')).filter(name => /^flows-.*\.test\.ts$/.test(name))
  expect(files.sort()).toEqual(
    Object.keys(journeyGroups)
      .map(group => `flows-${group}.test.ts`)
      .sort(),
  )
})
