import { type DemoOptions, readOptions, usage } from './options.ts'
import { type Demo, startDemo } from './run.ts'

const say = (words: string): void => {
  process.stdout.write(`${words}\n`)
}

function options(): DemoOptions {
  try {
    return readOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`)
    process.exit(1)
  }
}

let demo: Demo | undefined
let isStopping = false

/** Once, however often it is asked for: a terminal's Ctrl-C arrives both directly and through the launcher. */
async function shutDown(): Promise<void> {
  if (isStopping) return
  isStopping = true
  // whatever hangs, the process ends, and Postgres with it
  setTimeout(() => process.exit(1), 10_000).unref()
  await demo?.stop()
  process.exit(0)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, shutDown)
// npm starts us through a shell and a launcher; where they are killed we get another parent
const parent = process.ppid
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && shutDown(), 500).unref()

try {
  demo = await startDemo(options(), say)
  if (!isStopping) say(await demo.table())
} catch (error) {
  process.stderr.write(`The demo did not start: ${(error as Error).message}\n`)
  process.exit(1)
}
