/** What operators are told of metrics is what there is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { createMetrics, projectRoot } from '../../src/platform/index.ts'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const known = async () => {
  const { body } = await createMetrics({ processMetrics: false }).render()
  return [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, kind]) => `${name} ${kind}`)
}

test('the reference names every metric with its kind, and no other', async () => {
  const rows = [...read('docs/operators/watching.md').matchAll(/^\| `(vestibule_\w+)` \| (\w+) \|/gm)]
  expect(rows.map(([, name, kind]) => `${name} ${kind}`).sort()).toEqual((await known()).sort())
})

test('alerts rest on metrics that there are', async () => {
  const { groups } = parse(read('config/alerts.yaml')) as { groups: { rules: { alert: string; expr: string }[] }[] }
  const names = (await known()).map(each => each.split(' ')[0])
  const used = groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => expr.match(/vestibule_\w+/g) ?? []))
  expect(used.length).toBeGreaterThan(8)
  expect(used.map(name => name.replace(/_(count|bucket|sum)$/, '')).filter(name => !names.includes(name))).toEqual([])
})
