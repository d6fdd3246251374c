import { createReadStream } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderLetter } from '../../views/index.ts'
import { buildHouse, type OpenHouse } from '../house.ts'
import { applyObjects } from '../operations/config.ts'
import type { House } from '../operations/house.ts'
import { readObjectFiles } from '../operations/object-files.ts'
import { importPatients } from '../operations/patients.ts'
import { initKeys } from '../operations/signing-keys.ts'
import { type Logger, now, projectRoot } from '../platform/index.ts'
import { problemText, type Settings } from '../settings/index.ts'
import { findSelfAccount } from '../store/account-links.ts'
import {
  patientsFile,
  patientsOrganization,
  seededAccounts,
  seededInvitations,
  seededLetters,
  seededOperators,
} from './people.ts'
import { movePorts } from './places.ts'
import { actor, bringAccount, bringImported, bringInvitation, findPatientId, issueCode } from './seed-accounts.ts'
import { bringOperator } from './seed-operators.ts'
import { type DemoState, lettersFolder, objectsFile, saveState } from './state.ts'

export interface SeedOptions {
  readonly settings: Settings
  readonly log: Logger
  readonly dataDir: string
  readonly portBase: number
  readonly state: DemoState
}

export interface Seeded {
  /** The codes that could still be used, by patient: read from the database each time, since people use them. */
  openCodes(): Promise<Readonly<Record<string, string>>>
  /** The letter that was printed for a patient. */
  readLetter(patient: string): Promise<string | undefined>
  close(): Promise<void>
}

/** Brings everything seeded into the database by the operations that an operator would use; twice changes nothing. */
export async function seed(options: SeedOptions): Promise<Seeded> {
  const open = await buildHouse(options.settings, { log: options.log })
  try {
    await initKeys(open.house)
    await describeObjects(open.house, options)
    await bringPatients(open.house)
    for (const account of seededAccounts) await bringAccount(open.house, account, options)
    await bringImported(open.house)
    for (const operator of seededOperators) await bringOperator(open.house, operator, options)
    for (const patient of seededLetters) await bringLetter(open, patient, options)
    for (const patient of seededInvitations) await bringInvitation(open.house, patient)
  } catch (error) {
    await open.close()
    throw error
  }
  const { house } = open
  return {
    async openCodes() {
      const codes = Object.entries(options.state.codes)
      const isOpen = await Promise.all(codes.map(([, { id }]) => isCodeOpen(house, id)))
      return Object.fromEntries(codes.filter((_, index) => isOpen[index]).map(([patient, { code }]) => [patient, code]))
    },
    readLetter: async patient =>
      patient in options.state.codes ? readFile(letterFile(options.dataDir, patient), 'utf8') : undefined,
    close: open.close,
  }
}

async function describeObjects(house: House, { dataDir, portBase, state }: SeedOptions): Promise<void> {
  const text = await readFile(join(projectRoot, 'config/demo/objects.yaml'), 'utf8')
  await writeFile(objectsFile(dataDir), movePorts(text, portBase))
  const { objects, problems } = readObjectFiles([objectsFile(dataDir)], {
    DEMO_PORTAL_SECRET: state.portalSecret,
    DEMO_ADMIN_SECRET: state.adminSecret,
  })
  if (problems.length > 0) throw new Error(problems.map(problemText).join('\n'))
  const result = await applyObjects(house, objects, actor, { overwrite: true })
  if (result.kind === 'refused') throw new Error(result.problems.map(problemText).join('\n'))
}

async function bringPatients(house: House): Promise<void> {
  const input = createReadStream(patientsFile)
  const result = await importPatients(house, { organization: patientsOrganization, input, format: 'fhir', actor })
  if (result.kind !== 'imported' || result.report.rejectedCount > 0)
    throw new Error(`the demo's patients were not taken: ${JSON.stringify(result)}`)
}

/** A printed letter for somebody who has no account yet; a new one where the last can no longer be used. */
async function bringLetter(
  { house, translators }: OpenHouse,
  patient: string,
  { dataDir, state }: SeedOptions,
): Promise<void> {
  const patientId = await findPatientId(house, patient)
  if (await findSelfAccount(house.db, patientId)) return
  const known = state.codes[patient]
  if (known && (await isCodeOpen(house, known.id))) return
  const { id, letter } = await issueCode(house, patientId)
  await mkdir(lettersFolder(dataDir), { recursive: true, mode: 0o700 })
  await writeFile(letterFile(dataDir, patient), renderLetter(letter, translators), { mode: 0o600 })
  state.codes = { ...state.codes, [patient]: { id, code: letter.code } }
  await saveState(dataDir, state)
}

async function isCodeOpen(house: House, id: string): Promise<boolean> {
  const row = await house.db
    .selectFrom('access_codes')
    .select('id')
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('superseded_at', 'is', null)
    .where('expires_at', '>', now())
    .executeTakeFirst()
  return row !== undefined
}

const letterFile = (dataDir: string, patient: string): string => join(lettersFolder(dataDir), `${patient}.html`)
