/**
 * Checks the import floors of `.dependency-cruiser.cjs`. A checker that quietly finds no modules would pass anything,
 * so it must first catch a violation that is planted for it.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { projectRoot } from './node24.mjs'

const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')

async function look(folder, paths) {
  const ruleSet = { forbidden, options }
  const parameters = { ...options, baseDir: folder, ruleSet, validate: true, outputType: 'json' }
  const { enhancedResolveOptions, ...cruiseOptions } = parameters
  const { output } = await cruise(paths, cruiseOptions, enhancedResolveOptions)
  return (typeof output === 'string' ? JSON.parse(output) : output).summary
}

function plant() {
  const folder = join(projectRoot, '.cache', 'planted')
  rmSync(folder, { recursive: true, force: true })
  const files = {
    'package.json': '{ "type": "module" }',
    'src/core/planted.ts': "import type { Shelf } from '../store/shelf.ts'\nexport type Planted = Shelf\n",
    'src/store/shelf.ts': 'export interface Shelf { books: number }\n',
    'src/steps/planted.ts': "import pg from 'pg'\nimport Koa from 'koa'\nexport const planted = [pg, Koa]\n",
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const planted = await look(plant(), ['src'])
const caught = planted.violations.map(({ rule }) => rule.name)
const expected = ['floor-core', 'core-stands-alone', 'koa-at-the-door', 'postgres-in-the-store']
const missed = expected.filter(name => !caught.includes(name))
if (missed.length > 0) {
  console.error(`The floor check is blind: it missed the planted ${missed.join(', ')}.`)
  process.exit(1)
}

const { violations, totalCruised } = await look(projectRoot, ['src', 'views', 'migrations'])
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`)
if (totalCruised === 0) console.error('No modules found.')
else console.error(`${totalCruised} modules, ${violations.length} violations.`)
process.exitCode = violations.length > 0 || totalCruised === 0 ? 1 : 0
