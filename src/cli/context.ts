import { userInfo } from 'node:os'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { OpenHouse } from '../house.ts'
import { type Environment, loadSettings, type Settings, settingsErrorText } from '../settings/index.ts'

/** What a command may use; tests put their own in its place. */
export interface CliContext {
  readonly env: Environment
  /** One line of the answer. */
  out(line: string): void
  /** A long answer as it comes, as fast as it is taken. */
  stream(text: Readable): Promise<void>
  /** One line about trouble or progress. */
  err(line: string): void
  /** Another exit status than 0 for a command that did its work: `config plan` says 2, "there are changes". */
  exit(status: number): void
  /** All of standard input, as text. */
  input(): Promise<string>
  /** The database and keys, without any server. */
  openHouse(settings: Settings): Promise<OpenHouse>
  /** Who is doing this, for the audit. */
  readonly actor: string
}

/** Trouble that the person at the terminal can mend; its message says how. */
export class CliError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CliError'
  }
}

export const processContext = (): CliContext => ({
  env: process.env,
  out: line => void process.stdout.write(`${line}\n`),
  stream: text => pipeline(text, process.stdout, { end: false }),
  err: line => void process.stderr.write(`${line}\n`),
  // `runCli` puts its own in this place: the status is what it returns
  exit: () => {},
  input: async () => {
    process.stdin.setEncoding('utf8')
    let text = ''
    for await (const chunk of process.stdin) text += chunk
    return text
  },
  openHouse: async settings => {
    // the whole product: loaded only by the commands that need the database
    const { buildHouse } = await import('../house.ts')
    return buildHouse(settings)
  },
  actor: `cli:${userName()}`,
})

const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}

/** The settings of this process. @throws CliError with every mistake */
export function settingsOf(context: CliContext): Settings {
  const loaded = loadSettings({ env: context.env })
  if (Array.isArray(loaded)) throw new CliError(settingsErrorText(loaded))
  return loaded
}

/** Runs a command on the database and closes it again, whatever happens. */
export async function withHouse<T>(context: CliContext, work: (open: OpenHouse) => Promise<T>): Promise<T> {
  // what a command has to say it says itself; the log is for servers
  const open = await context.openHouse({ ...settingsOf(context), log: { level: 'error' } })
  try {
    return await work(open)
  } finally {
    await open.close()
  }
}

const remedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no database answers at database.url: is Postgres running there, and is DATABASE_URL right?',
  ENOTFOUND: 'the host of database.url is not known: is DATABASE_URL right?',
  ETIMEDOUT: 'the database at database.url does not answer in time',
  '28P01': 'the database refuses the password in database.url',
  '28000': 'the database refuses the user in database.url',
  '3D000': 'the database that database.url names does not exist: create it first',
  '42P01': 'the database lacks tables of this version: run "vestibule migrate up" first',
  '42703': 'the database lacks columns of this version: run "vestibule migrate up" first',
}

/** What the terminal shows of a fault: the remedy where it is known. */
export function faultText(fault: unknown): string {
  if (fault instanceof CliError) return fault.message
  const code = (fault as { code?: unknown } | null)?.code
  const remedy = typeof code === 'string' ? remedies[code] : undefined
  return remedy ?? (fault instanceof Error ? fault.message : String(fault))
}
