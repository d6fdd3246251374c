/** The process behind `npm start`: one instance in production, with its settings from files and environment. */
import { processContext } from './cli/context.ts'
import { runCli } from './cli/program.ts'

process.exitCode = await runCli(['serve', ...process.argv.slice(2)], processContext())
