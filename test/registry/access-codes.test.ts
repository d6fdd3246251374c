import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { normalizeAccessCode } from '../../src/core/access-code.ts'
import { sourceKey } from '../../src/core/names.ts'
import { purposes } from '../../src/core/purposes.ts'
import { type AccessCodeRequest, issueAccessCode } from '../../src/operations/access-codes.ts'
import { applyObjects } from '../../src/operations/config.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { newId } from '../../src/platform/index.ts'
import { createAccountLink } from '../../src/store/account-links.ts'
import { createAccount } from '../../src/store/accounts.ts'
import { findPatientBySource } from '../../src/store/patients.ts'
import { openRegistryHouse, type RegistryHouse } from './house.ts'

const year = new Date().getUTCFullYear()
const csv = `source_id,given_name,family_name,used_given_name,birth_date,record_number,phone_mobile,phone_home,phone_work,email,address,city,language,status
both,Ann,Quintanilla,Annie,1980-01-02,MRN-7,555 010 1111,,,ann@example.com,12 Elm Street,Boston,es,
mail,Maribel,Thistlewood,,1970-05-06,M-7001,,,,maribel.thistlewood@example.org,,,,
land,Bo,Quintanilla,,1980-01-02,,,+34 912 345 678,,,,,,
none,Cy,Quintanilla,,1980-01-02,,,,,,,,,
child,Di,Quintanilla,,${year - 10}-01-02,,555 010 2222,,,,,,,
dead,Ed,Quintanilla,,1980-01-02,,555 010 3333,,,,,,,deceased
own,Flo,Quintanilla,,1980-01-02,,555 010 4444,,,,,,,
`
let open: RegistryHouse
beforeAll(async () => {
  open = await openRegistryHouse()
  const { objects } = readObjectFiles(['test/registry/clinics.yaml'])
  await applyObjects(open.house, objects, 'test')
  const input = Readable.from([csv])
  await importPatients(open.house, { organization: 'northside', input, format: 'csv', actor: 'test' })
})
afterAll(() => open.close())
beforeEach(() => {
  open.sent.length = 0
})

const idOf = async (source: string): Promise<string> =>
  (await findPatientBySource(open.house.db, open.house.sealer, sourceKey('northside', source)))?.id ?? newId()
const issue = async (source: string, request: Partial<AccessCodeRequest> = {}) =>
  issueAccessCode(open.house, {
    organization: 'northside',
    patientId: await idOf(source),
    channel: 'letter',
    issuedBy: 'cli:test',
    reason: 'asked at the desk',
    ...request,
  })
const codesOf = async (source: string) =>
  open.house.db
    .selectFrom('access_codes')
    .selectAll()
    .where('patient_id', '=', await idOf(source))
    .orderBy('id')
    .execute()
const parent = (given: string) =>
  ({ name: { given, family: 'Quintanilla' }, relationship: 'parent', basis: 'parent of a minor' }) as const

describe('issuing', () => {
  test('by letter: the page to print, with the name in use and nothing that the code is protected by', async () => {
    const result = await issue('both')
    if (result.kind !== 'issued') throw new Error(result.problem)
    const { letter } = result
    expect(letter).toMatchObject({
      language: 'es',
      recipient: { name: 'Annie Quintanilla', address: ['12 Elm Street', 'Boston'] },
      activateUrl: 'http://localhost:3000/activate?organization=northside',
      organization: { accent: '#1f6f8b', helpPhone: '+15550100100' },
    })
    expect(normalizeAccessCode(letter?.code ?? '')).toBe(letter?.code)
    expect(JSON.stringify(letter)).not.toMatch(/1980|MRN/)
    expect(open.sent).toEqual([])
    const [stored] = await codesOf('both')
    expect(stored?.code_index).toEqual(open.house.sealer.index(purposes.accessCode, letter?.code ?? ''))
    expect((result.expiresAt.getTime() - (stored?.created_at.getTime() ?? 0)) / 86_400_000).toBe(60)
    const row = JSON.stringify(stored, (_key, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    )
    expect(row).not.toContain(letter?.code)
  })

  test('by text and mail: to the contact of record, shown to nobody else', async () => {
    expect(await issue('both', { channel: 'sms' })).not.toHaveProperty('letter')
    expect(await issue('both', { channel: 'email' })).not.toHaveProperty('letter')
    expect(open.sent).toMatchObject([
      { channel: 'sms', to: '+15550101111', language: 'es', message: { template: 'access-code' } },
      { channel: 'email', to: 'ann@example.com', organization: 'northside' },
    ])
    const message = open.sent[0]?.message
    if (message?.template !== 'access-code') throw new Error('not an access code')
    expect(message.code).toMatch(/^\w{4}-\w{4}-\w{2}$/)
    expect(message.link).toBe(
      `http://localhost:3000/activate?organization=northside#${normalizeAccessCode(message.code)}`,
    )
  })

  test('only the newest code of a holder lives', async () => {
    await issue('both')
    await issue('both', { representative: parent('Ada') })
    await issue('both', { representative: parent('Eve') })
    await issue('both', { representative: parent('ADA') })
    const live = (await codesOf('both')).filter(code => code.superseded_at === null)
    expect(live).toHaveLength(3)
    await Promise.all(Array.from({ length: 5 }, () => issue('both')))
    const after = (await codesOf('both')).filter(code => code.superseded_at === null)
    expect(after).toHaveLength(3)
  })

  test('is told to the audit, sealed', async () => {
    const events = await open.house.db
      .selectFrom('audit_events')
      .selectAll()
      .where('type', '=', 'access-code.issued')
      .orderBy('id')
      .execute()
    expect(events[0]).toMatchObject({ actor: 'cli:test', organization_id: 'northside', patient_id: await idOf('both') })
    const details = open.house.sealer.openJson('audit.details', events[0]?.details_sealed as Buffer)
    expect(details).toEqual({
      reason: 'asked at the desk',
      channel: 'letter',
      holder: 'patient',
      identityChecked: false,
      superseded: 0,
    })
  })
})

describe('refusing', () => {
  test.each<[string, Partial<AccessCodeRequest>, string]>([
    ['nobody', {}, 'patient-unknown'],
    ['both', { organization: 'eastside' }, 'patient-unknown'],
    ['both', { organization: 'nowhere' }, 'patient-unknown'],
    ['dead', {}, 'patient-not-active'],
    ['child', {}, 'under-13-needs-representative'],
    ['child', { representative: { ...parent('Ada'), basis: ' ' } }, 'representative-incomplete'],
    ['land', { channel: 'sms' }, 'no-phone-of-record'],
    ['land', { channel: 'email' }, 'no-email-of-record'],
    ['mail', { channel: 'email' }, 'no-phone-of-record'],
    ['none', {}, 'no-contact-hand-over-in-person'],
    ['none', { channel: 'sms', identityChecked: true }, 'no-contact-hand-over-in-person'],
    ['none', { channel: 'in_person' }, 'no-contact-check-identity'],
  ])('%s with %j: %s', async (source, request, problem) => {
    const before = (await codesOf(source)).filter(code => code.superseded_at === null).length
    expect(await issue(source, request)).toEqual({ kind: 'refused', problem })
    expect((await codesOf(source)).filter(code => code.superseded_at === null)).toHaveLength(before)
    expect(open.sent).toEqual([])
  })

  test('a record with its own account: recovery is the way, a representative is another matter', async () => {
    const accountId = newId()
    const patientId = await idOf('own')
    await open.house.db.transaction().execute(async tx => {
      const profile = { given: 'Flo', family: 'Quintanilla' }
      const account = { id: accountId, population: 'patient', username: 'flo', profile, language: 'en' } as const
      await createAccount(tx, open.house.sealer, account, new Date())
      const link = { id: newId(), accountId, patientId, organizationId: 'northside', relationship: 'self' } as const
      await createAccountLink(tx, { ...link, access: 'full', basis: 'access-code' }, new Date())
    })
    expect(await issue('own')).toEqual({ kind: 'refused', problem: 'patient-has-account' })
    expect(await issue('own', { representative: parent('Ada') })).toMatchObject({ kind: 'issued' })
  })

  test('what is allowed then', async () => {
    expect(await issue('child', { representative: parent('Ada') })).toMatchObject({
      letter: { recipient: { name: 'Ada Quintanilla' } },
    })
    expect(await issue('none', { channel: 'in_person', identityChecked: true })).toMatchObject({ kind: 'issued' })
    expect(await codesOf('none')).toMatchObject([{ identity_checked: true, channel: 'in_person' }])
  })
})
