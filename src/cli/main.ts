/**
 * The operator's command line, one command a file in `commands/`. Commands read settings, call operations and say what
 * happened; they decide nothing. Invariant: nothing personal is printed but into the letter that was asked for.
 */
import { processContext } from './context.ts'
import { runCli } from './program.ts'

process.exitCode = await runCli(process.argv.slice(2), processContext())
