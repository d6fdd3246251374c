import Sequencer from '@jest/test-sequencer'

/**
 * The files that take longest, whatever their size says: begun first, so that the end of a run is many short ones and no
 * worker is alone with a long one. A file that is not named here has its turn by its size.
 */
const longest = [
  'test/contracts/',
  'test/security/exactly-once',
  'test/demo/demo',
  'test/browser/pages-',
  'test/views/browser',
  'test/registry/import-cost',
  'test/security/insurer-linking',
  'test/security/parallel-guesses',
  'test/operator/random-bodies',
  'test/browser/',
  'test/failure/',
]

/** The same order on every machine: a fresh clone knows nothing of how long things took. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ path }) => {
      const rank = longest.findIndex(part => path.replaceAll('\\', '/').includes(`/${part}`))
      return rank < 0 ? longest.length : rank
    }
    const sizes = new Map(tests.map(test => [test, test.context.hasteFS.getSize(test.path) ?? 0]))
    return [...tests].sort((a, b) => rankOf(a) - rankOf(b) || sizes.get(b) - sizes.get(a))
  }
}
