import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { projectRoot, runNpm } from './node24.mjs'
import { runQuietly, say } from './run.mjs'

const at = (...path) => join(projectRoot, ...path)

/** Installs dependencies where they are missing or not those of the lockfile. */
export async function ensureInstalled(development) {
  if (isInstalled(development)) return
  await withLock(async () => {
    if (isInstalled(development)) return
    say('Installing dependencies …')
    const started = Date.now()
    await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...(development ? ['--include=dev'] : [])])
    say(`Installed in ${seconds(started)}.`)
  })
}

/** Compares versions, not times: a checkout touches every file, and reinstalling for that would be rude. */
function isInstalled(development) {
  if (!existsSync(at('node_modules', '.package-lock.json'))) return false
  const wanted = readJson(at('package-lock.json')).packages
  const present = readJson(at('node_modules', '.package-lock.json')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional, dev, link }]) =>
      path === '' || link || optional || (dev && !development) || present[path]?.version === version,
  )
}

const readJson = path => JSON.parse(readFileSync(path, 'utf8'))
const sources = ['src', 'views', 'migrations', 'tsconfig.json', 'package-lock.json']

/** Compiles to `dist/` where a source is newer; where there are no sources (a container image) `dist/` is as it is. */
export async function ensureBuilt(node, force = false) {
  if (!existsSync(at('src'))) return
  if (!force && !isStale()) return
  await withLock(async () => {
    if (!force && !isStale()) return
    say('Building …')
    const started = Date.now()
    const stamp = new Date()
    const fresh = at('.cache', 'dist')
    await rm(fresh, { recursive: true, force: true })
    await runQuietly(node, [compiler(), '-p', 'tsconfig.json', '--outDir', fresh], { cwd: projectRoot })
    writeFileSync(join(fresh, '.built'), stamp.toISOString())
    await rm(at('dist'), { recursive: true, force: true })
    await rename(fresh, at('dist'))
    say(`Built in ${seconds(started)}.`)
  })
}

export const compiler = () => at('node_modules', 'typescript', 'bin', 'tsc')

function isStale() {
  const stamp = at('dist', '.built')
  if (!existsSync(stamp)) return true
  const built = Date.parse(readFileSync(stamp, 'utf8'))
  return sources.some(path => newest(at(path)) > built)
}

/** Folders count too: their time changes when a file in them is removed. */
function newest(path) {
  if (!existsSync(path)) return 0
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), mtimeMs)
}

/** One launcher at a time installs or builds: two demos may be started side by side on a fresh clone. */
async function withLock(work) {
  const lock = at('.cache', 'launch.lock')
  await mkdir(at('.cache'), { recursive: true })
  while (!take(lock)) {
    const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
    if (owner && !isAlive(owner)) await rm(lock, { force: true })
    else await wait(100)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    return false
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const seconds = since => `${((Date.now() - since) / 1000).toFixed(1)} s`
