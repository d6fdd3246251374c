/**
 * Writes the pages of docs/ that are made from the code; `--check` writes nothing and fails where one is stale. A new
 * generated page is one line in `pages`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../platform/index.ts'
import { flowsPage } from './flows-page.ts'
import { registryPage } from './registry-page.ts'
import { settingsPage } from './settings-page.ts'

const pages: readonly { readonly file: string; readonly make: () => string }[] = [
  { file: 'docs/settings.md', make: settingsPage },
  { file: 'docs/registry.md', make: registryPage },
  { file: 'docs/flows.md', make: flowsPage },
]

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** @returns the pages whose file is not what the code says */
export function stalePages(): string[] {
  return pages.filter(page => read(join(projectRoot, page.file)) !== page.make()).map(page => page.file)
}

export function writePages(): string[] {
  const stale = stalePages()
  for (const page of pages) if (stale.includes(page.file)) writeFileSync(join(projectRoot, page.file), page.make())
  return stale
}

if (import.meta.main) {
  const check = process.argv.includes('--check')
  const stale = check ? stalePages() : writePages()
  for (const file of stale) console.log(check ? `${file} is stale: run npm run docs` : `${file} written`)
  process.exitCode = check && stale.length > 0 ? 1 : 0
}
