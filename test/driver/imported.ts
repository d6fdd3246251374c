import { pbkdf2Sync } from 'node:crypto'
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import argon2 from 'argon2'
import { importAccounts } from '../../src/operations/account-import.ts'
import type { House } from '../../src/operations/house.ts'
import { notes, notesBirthDate } from './canaries.ts'

const { hashSync } = createRequire(import.meta.url)('@node-rs/bcrypt') as {
  hashSync(secret: string, cost: number): string
}
const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

/** One password as other systems keep it. */
export async function hashesOf(password: string): Promise<Record<string, unknown>> {
  const salt = Buffer.from('0123456789abcdef')
  const bcrypt = hashSync(password, 4)
  const sha256 = pbkdf2Sync(password, salt, 1000, 32, 'sha256')
  const sha512 = pbkdf2Sync(password, salt, 1000, 64, 'sha512')
  const phc = await argon2.hash(password, { memoryCost: 64, timeCost: 2, parallelism: 1, salt, hashLength: 32 })
  return {
    'bcrypt 2b': { scheme: 'bcrypt', hash: bcrypt },
    'bcrypt 2a': { scheme: 'bcrypt', hash: bcrypt.replace(/^\$2.\$/, '$2a$') },
    'bcrypt 2y': { scheme: 'bcrypt', hash: bcrypt.replace(/^\$2.\$/, '$2y$') },
    'pbkdf2 in PHC form': { scheme: 'pbkdf2', hash: `$pbkdf2-sha256$i=1000$${base64(salt)}$${base64(sha256)}` },
    'pbkdf2 of passlib': {
      scheme: 'pbkdf2',
      hash: `$pbkdf2-sha512$1000$${base64(salt)}$${base64(sha512).replaceAll('+', '.')}`,
    },
    'pbkdf2 of Django': { scheme: 'pbkdf2', hash: `pbkdf2_sha256$1000$${salt}$${sha256.toString('base64')}` },
    'pbkdf2 of Keycloak': {
      scheme: 'keycloak',
      credentialData: JSON.stringify({ hashIterations: 1000, algorithm: 'pbkdf2-sha512', additionalParameters: {} }),
      secretData: JSON.stringify({ value: sha512.toString('base64'), salt: salt.toString('base64') }),
    },
    'argon2 of Keycloak': {
      scheme: 'keycloak',
      credentialData: {
        hashIterations: 2,
        algorithm: 'argon2',
        additionalParameters: { type: ['id'], memory: ['64'], parallelism: ['1'], hashLength: ['32'] },
      },
      secretData: {
        value: Buffer.from(phc.split('$').at(-1) ?? '', 'base64').toString('base64'),
        salt: salt.toString('base64'),
      },
    },
    argon2: { scheme: 'argon2', hash: phc },
  }
}

export interface ImportedPerson {
  readonly username: string
  readonly email: string
  readonly password: unknown
  readonly phone?: string
  readonly birth_date?: string
  readonly population?: string
  readonly record_numbers?: readonly string[]
  readonly organization?: string
  readonly language?: string
}
/** The line of one person, as an export writes it. */
export function lineOf(person: ImportedPerson & Record<string, unknown>): string {
  notes('username', person.username)
  notes('email', person.email)
  notes('phone', person.phone)
  notesBirthDate(person.birth_date ?? '1979-08-21')
  return JSON.stringify({
    given_name: 'Thomasina',
    family_name: 'Ravensbourne',
    birth_date: '1979-08-21',
    organization: 'northside',
    ...person,
  })
}
/** @returns the account's id */
export async function importPerson(house: House, person: ImportedPerson, plain: string): Promise<string> {
  notes('password', plain)
  const report = await importAccounts(house, { input: Readable.from([lineOf({ ...person })]), actor: 'test' })
  if (report.created !== 1) throw new Error(`not imported: ${JSON.stringify(report)}`)
  const { id } = await house.db
    .selectFrom('accounts')
    .select('id')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return id
}
