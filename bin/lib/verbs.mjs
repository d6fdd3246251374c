import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { heapFlags, memoryEnvironment, projectRoot } from './node24.mjs'
import { compiler, ensureBuilt } from './prepare.mjs'
import { run, say } from './run.mjs'

const at = (...path) => join(projectRoot, ...path)
const options = { cwd: projectRoot }
const lean = { env: { ...process.env, ...memoryEnvironment } }
const jest = at('node_modules', 'jest', 'bin', 'jest.js')
const biome = at('node_modules', '@biomejs', 'biome', 'bin', 'biome')
const quietNode = '--disable-warning=ExperimentalWarning'

/** What each verb does under Node 24, with dependencies installed and `dist/` built. Each returns an exit status. */
export const verbs = {
  // keeping compiled code makes the second start faster
  demo: (node, rest) =>
    run(node, [...heapFlags, at('dist/src/demo/main.js'), ...rest], {
      env: { ...process.env, NODE_COMPILE_CACHE: at('.cache', 'compiled') },
    }),
  start: (node, rest) => run(node, [...heapFlags, at('dist/src/main.js'), ...rest], lean),
  vestibule: (node, rest) => {
    // a data set that is evaluated stands in memory: it may have as much as Node takes by itself
    const flags = rest[0] === 'match' && rest[1] === 'evaluate' ? [] : heapFlags
    return run(node, [...flags, at('dist/src/cli/main.js'), ...rest], lean)
  },
  test: (node, rest) => run(node, ['--experimental-vm-modules', quietNode, jest, ...rest], options),
  docs: (node, rest) => run(node, [at('dist/src/cli/docs.js'), ...rest], options),
  format: (node, rest) => run(node, [biome, 'check', '--write', ...rest], options),
  async build(node) {
    await ensureBuilt(node, true)
    return 0
  },
  bench,
  check,
}

/** The benchmark is compiled aside: it measures what ships, with nothing transformed on the way. */
async function bench(node, rest) {
  const folder = at('.cache', 'bench')
  await rm(folder, { recursive: true, force: true })
  const compiled = await run(node, [compiler(), '-p', 'tsconfig.bench.json', '--outDir', folder], options)
  return compiled || run(node, [...heapFlags, join(folder, 'test/bench/run.js'), ...rest], options)
}

/** Runs every check, also after one has failed, and names those that failed. */
async function check(node) {
  const docs = at('dist/src/cli/docs.js')
  const checks = {
    'types (src, views, migrations)': [compiler(), '-p', 'tsconfig.json', '--noEmit'],
    'types (test)': [compiler(), '-p', 'tsconfig.test.json'],
    'lint and format': [biome, 'ci', '--diagnostic-level=warn', ...(process.stderr.isTTY ? [] : ['--colors=off'])],
    'import floors': [at('bin/lib/floors.mjs')],
    ...(existsSync(docs) ? { 'generated docs': [docs, '--check'] } : {}),
  }
  const failed = []
  for (const [name, parameters] of Object.entries(checks)) {
    const status = await run(node, parameters, options)
    say(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    if (status !== 0) failed.push(name)
  }
  say(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`)
  return failed.length === 0 ? 0 : 1
}
