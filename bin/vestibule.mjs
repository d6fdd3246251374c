#!/usr/bin/env node
/**
 * The operator's command line. Looks at the Node version before anything is imported: a native module built for
 * Node 24 ends an older process without a word.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode24, heapFlags, memoryEnvironment, projectRoot } from './lib/node24.mjs'
import { run, say } from './lib/run.mjs'

const main = join(projectRoot, 'dist/src/cli/main.js')
/** A data set that is evaluated stands in memory: it may have as much as Node takes by itself. */
const isEvaluation = process.argv[2] === 'match' && process.argv[3] === 'evaluate'
const isLimited = `${process.execArgv} ${process.env.NODE_OPTIONS ?? ''}`.includes('--max-old-space-size')

if (!existsSync(main)) {
  say('Vestibule is not built here: run "npm run build" first.')
  process.exitCode = 1
} else if (process.versions.node.startsWith('24.') && (isLimited || isEvaluation)) {
  await import(pathToFileURL(main).href)
} else {
  try {
    const env = { ...process.env, ...memoryEnvironment }
    process.exitCode = await run(
      await findNode24(),
      [...(isEvaluation ? [] : heapFlags), main, ...process.argv.slice(2)],
      { env },
    )
  } catch (error) {
    say(error.message)
    process.exitCode = 1
  }
}
