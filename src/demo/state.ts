import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { newToken, systemRandom } from '../platform/index.ts'
import { removeData } from './embedded-postgres.ts'

/** An access code as the demo gave it out: the database keeps no code that could be read. */
export interface IssuedCode {
  readonly id: string
  readonly code: string
}

/** What a demo must remember beside its database. Made at the first start, readable by its owner only. */
export interface DemoState {
  readonly portalSecret: string
  readonly adminSecret: string
  /** The other portal signs its assertions with this. */
  readonly portalKey: JWK
  /** By the patient's FHIR id. */
  codes: Readonly<Record<string, IssuedCode>>
  /** Secrets of authenticator apps, by username. */
  authenticators: Readonly<Record<string, string>>
}

const fileOf = (dataDir: string): string => join(dataDir, 'state.json')

export async function loadState(dataDir: string): Promise<DemoState> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => undefined)
  // a folder of an older demo has no authenticators
  if (text !== undefined) return { authenticators: {}, ...JSON.parse(text) }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const state: DemoState = {
    portalSecret: newToken(systemRandom, 32),
    adminSecret: newToken(systemRandom, 32),
    portalKey: { ...(await exportJWK(privateKey)), kid: newToken(systemRandom, 6), alg: 'ES256', use: 'sig' },
    codes: {},
    authenticators: {},
  }
  await saveState(dataDir, state)
  return state
}

/** Whole or not at all: a demo that was killed while it wrote still starts. */
export async function saveState(dataDir: string, state: DemoState): Promise<void> {
  const fresh = `${fileOf(dataDir)}.new`
  await writeFile(fresh, JSON.stringify(state, null, 2), { mode: 0o600 })
  await rename(fresh, fileOf(dataDir))
}

export const postgresFolder = (dataDir: string): string => join(dataDir, 'postgres')
export const lettersFolder = (dataDir: string): string => join(dataDir, 'letters')
export const objectsFile = (dataDir: string): string => join(dataDir, 'objects.yaml')
export const logFile = (dataDir: string): string => join(dataDir, 'vestibule.log')

/** Removes what a demo made, and nothing else that may lie in a folder that somebody named. */
export async function resetDemo(dataDir: string): Promise<void> {
  await removeData(postgresFolder(dataDir))
  for (const path of [fileOf(dataDir), objectsFile(dataDir), logFile(dataDir), lettersFolder(dataDir)])
    await rm(path, { recursive: true, force: true })
}
