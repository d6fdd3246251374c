/**
 * Behind every `npm run …`: runs on any Node ≥ 18 with nothing installed. Fetches Node 24 where this is another,
 * installs dependencies, builds, and hands over, with signals and exit status passed on.
 */
import { findNode24 } from './lib/node24.mjs'
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs'
import { say } from './lib/run.mjs'
import { verbs } from './lib/verbs.mjs'

const [verb, ...rest] = process.argv.slice(2)
const needsDevelopment = !['start', 'vestibule'].includes(verb)
/** These judge the sources themselves, broken or not. */
const needsBuild = !['build', 'bench', 'format'].includes(verb)

try {
  const act = verbs[verb]
  if (!act) throw new Error(`usage: launch.mjs ${Object.keys(verbs).join('|')} [options]`)
  const node = await findNode24()
  await ensureInstalled(needsDevelopment)
  if (needsBuild)
    await ensureBuilt(node).catch(error => (verb === 'check' ? say(error.message) : Promise.reject(error)))
  process.exitCode = await act(node, rest)
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
