import type { Readable } from 'node:stream'
import { type AccountRejection, type ImportedAccount, readAccount } from '../core/account-import.ts'
import { localDate } from '../core/dates.ts'
import { type LegacyPassword, legacyCost } from '../core/legacy-passwords.ts'
import { recordNumberKey } from '../core/names.ts'
import { phoneCountryOf } from '../core/phones.ts'
import { newId, now } from '../platform/index.ts'
import { createAccountContact } from '../store/account-contacts.ts'
import { createAccountLink, findSelfAccount } from '../store/account-links.ts'
import { createImportedAccount, findImportHash, legacyPasswordPurpose } from '../store/imported-accounts.ts'
import type { Transaction } from '../store/index.ts'
import { findOrganization } from '../store/organizations.ts'
import { findPatientsByRecordNumber, type Patient } from '../store/patients.ts'
import { type AccountLine, readAccountLines } from './account-files.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

export interface AccountImportReport {
  readonly created: number
  readonly unchanged: number
  readonly rejectedCount: number
  /** The first of them; nothing personal beyond the line. */
  readonly rejected: readonly { readonly line: number; readonly reason: AccountRejection }[]
}
type ImportHouse = Pick<House, 'db' | 'sealer'>
interface Row {
  readonly line: number
  readonly account: ImportedAccount
}
interface Run {
  readonly actor: string
  readonly correlationId: string
}
type Verdict = 'created' | 'unchanged' | AccountRejection

const batchSize = 200
const longestReport = 10_000

/** Thrown where somebody took a record or a name between our look and our write: the batch is tried once more. */
class Overtaken extends Error {}

/**
 * Takes accounts of another system (NDJSON, docs/operators.md), so that people sign in with the password that they have.
 * A username is the key: the same line again changes nothing, whatever became of the account meanwhile. Contacts count
 * as typed, not as proven. Each batch is a transaction of its own.
 */
export async function importAccounts(
  house: ImportHouse,
  request: { readonly input: Readable; readonly actor: string },
): Promise<AccountImportReport> {
  const counts = { created: 0, unchanged: 0, rejectedCount: 0 }
  const rejected: { line: number; reason: AccountRejection }[] = []
  const note = (line: number, verdict: Verdict): void => {
    if (verdict === 'created' || verdict === 'unchanged') counts[verdict] += 1
    else {
      counts.rejectedCount += 1
      if (rejected.length < longestReport) rejected.push({ line, reason: verdict })
    }
  }
  const read = createReader(house)
  const run: Run = { actor: request.actor, correlationId: newId() }
  let batch: Row[] = []
  const flush = async (): Promise<void> => {
    const verdicts = await writeBatch(house, batch, run)
    for (const [index, verdict] of verdicts.entries()) note(batch[index]?.line ?? 0, verdict)
    batch = []
  }
  for await (const line of readAccountLines(request.input)) {
    const account = await read(line)
    if (typeof account === 'string') note(line.line, account)
    else batch.push({ line: line.line, account })
    if (batch.length >= batchSize) await flush()
  }
  await flush()
  return { ...counts, rejected: rejected.sort((one, other) => one.line - other.line) }
}

/** Reads a line by the rules of the organisation that it names. */
function createReader({ db }: ImportHouse) {
  const contexts = new Map<string, { today: string; phoneCountry: string } | undefined>()
  const contextOf = async (id: string) => {
    if (!contexts.has(id)) {
      const organization = await findOrganization(db, id)
      const context = organization && {
        today: localDate(now(), organization.timeZone),
        phoneCountry: phoneCountryOf(organization.settings),
      }
      contexts.set(id, context)
    }
    return contexts.get(id)
  }
  return async ({ value, isTooLong }: AccountLine): Promise<ImportedAccount | AccountRejection> => {
    if (isTooLong) return 'too-long'
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not-json'
    const { organization } = value as { organization?: unknown }
    const context = typeof organization === 'string' && organization ? await contextOf(organization) : undefined
    // what is wrong with the line itself comes first
    const account = readAccount(value, context ?? { today: localDate(now(), 'UTC'), phoneCountry: 'US' })
    return typeof account === 'string' || context ? account : 'organization-unknown'
  }
}

async function writeBatch(house: ImportHouse, rows: readonly Row[], run: Run): Promise<Verdict[]> {
  if (rows.length === 0) return []
  for (let turn = 1; ; turn += 1)
    try {
      return await house.db.transaction().execute(async tx => {
        const verdicts: Verdict[] = []
        for (const { account } of rows) verdicts.push(await write(tx, house, account, run))
        return verdicts
      })
    } catch (fault) {
      if (!(fault instanceof Overtaken) || turn === 3) throw fault
    }
}

async function write(tx: Transaction, house: ImportHouse, account: ImportedAccount, run: Run): Promise<Verdict> {
  const { sealer } = house
  const importHash = sealer.index('account.import', JSON.stringify(account))
  const before = await findImportHash(tx, sealer, account.username)
  if (before) {
    if (!before.importHash) return 'username-taken'
    return before.importHash.equals(importHash) ? 'unchanged' : 'imported-differently'
  }
  const records: Patient[] = []
  for (const number of account.record_numbers) {
    const record = await recordOf(tx, house, account, number)
    if (typeof record === 'string') return record
    records.push(record)
  }
  const at = now()
  const accountId = newId()
  const created = await createImportedAccount(
    tx,
    sealer,
    {
      id: accountId,
      population: account.population,
      username: account.username,
      profile: { given: account.given_name, family: account.family_name },
      language: account.language,
      legacyPasswordSealed: sealer.sealJson(legacyPasswordPurpose, account.password satisfies LegacyPassword),
      legacyScheme: legacyCost(account.password),
      importHash,
    },
    at,
  )
  if (!created) throw new Overtaken()
  const own = { accountId, primary: true }
  await createAccountContact(tx, sealer, { ...own, id: newId(), kind: 'email', value: account.email }, at)
  if (account.phone)
    await createAccountContact(tx, sealer, { ...own, id: newId(), kind: 'phone', value: account.phone }, at)
  for (const { id: patientId, organizationId } of records) {
    const link = { id: newId(), accountId, patientId, organizationId, relationship: 'self', access: 'full' } as const
    if (!(await createAccountLink(tx, { ...link, basis: 'imported' }, at))) throw new Overtaken()
  }
  await recordAudit(tx, house, {
    type: 'account.imported',
    outcome: 'success',
    ...run,
    accountId,
    organizationId: account.organization,
    details: { scheme: legacyCost(account.password), records: records.map(({ id }) => id) },
  })
  return 'created'
}

/** The one record of that number, if the file and the registry mean the same person. */
async function recordOf(
  tx: Transaction,
  { sealer }: ImportHouse,
  { organization, birth_date }: ImportedAccount,
  number: string,
): Promise<Patient | AccountRejection> {
  const found = await findPatientsByRecordNumber(tx, sealer, recordNumberKey(organization, number))
  const [record] = found
  if (!record || found.length > 1) return 'record-unknown'
  // a number that was mistyped on the way would give one person's record to another
  if (record.demographics.birth_date !== birth_date) return 'record-differs'
  return (await findSelfAccount(tx, record.id)) ? 'record-taken' : record
}
