import type { Command } from 'commander'
import type { OpenHouse } from '../../house.ts'
import { type Diagnosis, type Examined, examine, type Result } from '../../operations/doctor/index.ts'
import { createSealer, now } from '../../platform/index.ts'
import { loadSettings, type Settings, secretFilesOf } from '../../settings/index.ts'
import { findKeyring } from '../../store/data-keys.ts'
import { openDatabase, openPool } from '../../store/index.ts'
import type { CliContext } from '../context.ts'

/** `doctor [--json]`: looks at everything that an installation needs and says what to do about what is wrong. */
export function addDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('look at everything that an installation needs; exit status 1 where something failed')
    .option('--json', 'answer as JSON')
    .action(async (options: { json?: true }) => {
      const { diagnosis, close } = await diagnose(context)
      await close()
      if (options.json) context.out(JSON.stringify({ ok: diagnosis.ok, checks: diagnosis.results }, undefined, 2))
      else for (const line of diagnosis.results.flatMap(linesOf)) context.out(line)
      if (!diagnosis.ok) context.exit(1)
    })
}

const linesOf = (result: Result): readonly string[] => [
  `${result.status.padEnd(8)} ${result.check.padEnd(14)} ${result.says}`,
  ...('fix' in result ? [`${' '.repeat(24)}→ ${result.fix}`] : []),
]

async function diagnose(context: CliContext): Promise<{ readonly diagnosis: Diagnosis; close(): Promise<void> }> {
  const loaded = loadSettings({ env: context.env })
  const bare = {
    nodeVersion: process.versions.node,
    settingsProblems: Array.isArray(loaded) ? loaded : [],
  }
  const ends: (() => Promise<unknown>)[] = []
  const diagnosis = await examine(bare, () => examinedOf(context, loaded as Settings, ends))
  return {
    diagnosis,
    async close() {
      for (const end of ends.reverse()) await end()
    },
  }
}

/** The parts of a house, each by itself: the doctor comes when some of them are broken. */
function examinedOf(context: CliContext, settings: Settings, ends: (() => Promise<unknown>)[]): Examined {
  const { database } = settings
  const db = openDatabase(openPool({ url: database.url, max: 2, connectTimeoutMs: database.wait_ms }, () => {}))
  ends.push(() => db.destroy())
  let opened: Promise<OpenHouse> | undefined
  return {
    settings,
    db,
    secretFiles: secretFilesOf({ env: context.env }),
    at: now(),
    sealer: async () => createSealer(await findKeyring(db, settings.keys.wrapping)),
    async inspect(insurer) {
      if (!opened) {
        opened = context.openHouse({ ...settings, log: { level: 'silent' } })
        ends.push(async () => (await opened)?.close())
      }
      const { connectorOf } = await import('../../connectors/index.ts')
      return connectorOf(insurer.protocol).refresh({ house: (await opened).house, now: now() }, insurer)
    },
  }
}
