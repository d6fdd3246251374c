import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { localDate } from '../../src/core/dates.ts'
import { gradeCandidates, type MatchQuery, MemoryRegistry, mostBehindKey } from '../../src/core/matching/index.ts'
import { sourceKey } from '../../src/core/names.ts'
import { applyObjects } from '../../src/operations/config.ts'
import { indexPatients } from '../../src/operations/match-keys.ts'
import { explainMatch, type MatchRequest, matchPerson } from '../../src/operations/matching.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { newId } from '../../src/platform/index.ts'
import { createAccountLink } from '../../src/store/account-links.ts'
import { createAccount } from '../../src/store/accounts.ts'
import { findPatientBySource } from '../../src/store/patients.ts'
import { clock } from '../driver/clock.ts'
import { makePopulation, toFhir } from '../driver/population/index.ts'
import { openRegistryHouse, type RegistryHouse } from '../registry/house.ts'

let open: RegistryHouse
beforeAll(async () => {
  open = await openRegistryHouse()
  const { objects } = readObjectFiles(['test/registry/clinics.yaml'])
  await applyObjects(open.house, objects, 'test')
})
afterAll(() => open.close())

/** Every test has its own phone numbers and birth year, so that nobody of another stands in its way. */
let serial = 0
let phone = ''
beforeEach(() => {
  serial += 1
  phone = `+1617555${String(serial).padStart(4, '0')}`
})
const ana = (over: object = {}) => ({
  resourceType: 'Patient',
  id: `ana-${serial}`,
  name: [{ use: 'official', family: `Lopez`, given: ['Ana'] }],
  telecom: [{ system: 'phone', value: phone, use: 'mobile' }],
  gender: 'female',
  birthDate: `${1940 + serial}-03-14`,
  ...over,
})
const imports = async (resources: readonly object[], organization = 'northside') => {
  const input = Readable.from([resources.map(each => JSON.stringify(each)).join('\n')])
  const result = await importPatients(open.house, { organization, input, format: 'ndjson', actor: 'cli:test' })
  if (result.kind !== 'imported' || result.report.rejectedCount > 0) throw new Error(JSON.stringify(result))
}
const idOf = async (sourceId: string, organization = 'northside'): Promise<string> => {
  const patient = await findPatientBySource(open.house.db, open.house.sealer, sourceKey(organization, sourceId))
  return patient?.id ?? 'nobody'
}
const asks = (over: Partial<MatchRequest> = {}, person: Partial<MatchRequest['person']> = {}): MatchRequest => ({
  organization: 'northside',
  person: { given: 'Ana', family: 'López', sex: 'female', birthDate: `${1940 + serial}-03-14`, ...person },
  verified: [{ kind: 'phone', value: phone }],
  ...over,
})
const match = async (request: MatchRequest) => {
  const result = await matchPerson(open.house, request)
  if (!result) throw new Error('no such organization')
  return result
}
const account = async (sourceId?: string, ownPhone?: string): Promise<string> => {
  const { db, sealer } = open.house
  const [id, at] = [newId(), new Date()]
  await db.transaction().execute(async tx => {
    const profile = { given: 'Ana', family: 'Lopez' }
    await createAccount(tx, sealer, { id, population: 'patient', username: id, profile, language: 'en' }, at)
    if (ownPhone)
      await tx
        .insertInto('account_contacts')
        .values({
          id: newId(),
          account_id: id,
          kind: 'phone',
          value_sealed: sealer.seal('contact.value', ownPhone),
          value_index: sealer.index('contact.phone', ownPhone),
          verified_at: at,
          created_at: at,
        })
        .execute()
    if (sourceId)
      await createAccountLink(
        tx,
        {
          id: newId(),
          accountId: id,
          patientId: await idOf(sourceId),
          organizationId: 'northside',
          relationship: 'self',
          access: 'full',
          basis: 'access-code',
        },
        at,
      )
  })
  return id
}

test('somebody whom the clinic knows, with their phone proven, is certain', async () => {
  await imports([ana()])
  const patientId = await idOf(`ana-${serial}`)
  expect(await match(asks())).toMatchObject({ grade: 'certain', certain: { patientId }, candidates: [{ patientId }] })
  expect(await match(asks({ verified: [] }, { phone }))).toMatchObject({
    grade: 'possible',
    candidates: [{ reasons: expect.arrayContaining(['contact-not-verified']) }],
  })
  expect((await match(asks({ verified: [] }, { phone }))).certain).toBeUndefined()
})

test.each([
  ['a family name with a letter more', { family: 'Lopezz' }, 'probable'],
  ['first and last name swapped', { given: 'Lopez', family: 'Ana' }, 'probable'],
  ['a nickname', { given: 'Anita' }, 'probable'],
  ['a birth date with another digit', { birthDate: 'digit' }, 'possible'],
  ['another person', { given: 'Eva' }, 'none'],
  ['a name of 500 characters', { family: 'x'.repeat(500) }, 'none'],
  ['a name of pictures', { given: '🙂', family: '🙂' }, 'none'],
  ['an impossible date', { birthDate: '1980-02-30' }, 'none'],
  ['a date in the future', { birthDate: '2999-01-01' }, 'none'],
] as const)('%s', async (_what, person, grade) => {
  await imports([ana()])
  const over = 'birthDate' in person && person.birthDate === 'digit' ? { birthDate: `${1940 + serial}-03-15` } : person
  expect((await match(asks({}, over))).grade).toBe(grade)
})

test('a number as people write it, and one that clerks write for none', async () => {
  await imports([ana()])
  const written = `(617) 555-${phone.slice(-4)}`
  expect((await match(asks({ verified: [{ kind: 'phone', value: written }] }))).grade).toBe('certain')
  expect((await match(asks({ verified: [{ kind: 'phone', value: '617-555-5555' }] }))).grade).toBe('possible')
})

test('an organisation sees its own records only', async () => {
  await imports([ana()])
  expect((await match(asks({ organization: 'eastside' }))).grade).toBe('none')
  expect(await matchPerson(open.house, asks({ organization: 'nowhere' }))).toBeUndefined()
})

describe('a contact is shared', () => {
  const shared = { grade: 'probable', candidates: [{ reasons: expect.arrayContaining(['contact-shared']) }] }
  test('with a person of another organisation, not with their own record there', async () => {
    await imports([ana()])
    await imports([ana()], 'eastside')
    expect((await match(asks())).grade).toBe('certain')
    await imports(
      [ana({ id: `juan-${serial}`, name: [{ family: 'Lopez', given: ['Juan'] }], birthDate: '1939-01-02' })],
      'eastside',
    )
    expect(await match(asks())).toMatchObject(shared)
  })
  test('with somebody else’s account; not with the person’s own, nor with that of the one who asks', async () => {
    await imports([ana()])
    const self = await account(`ana-${serial}`, phone)
    expect(await match(asks())).toMatchObject({ grade: 'certain', certain: { selfAccountId: self } })
    const other = await account(undefined, phone)
    expect(await match(asks())).toMatchObject(shared)
    expect((await match(asks({ accountId: other }))).grade).toBe('certain')
  })
})

test('a record that is restricted, dead, or merged away', async () => {
  await imports([ana({ meta: { security: [{ code: 'R' }] } })])
  expect(await match(asks())).toMatchObject({
    grade: 'probable',
    candidates: [{ reasons: expect.arrayContaining(['restricted']) }],
  })
  await imports([ana({ deceasedBoolean: true })])
  expect(await match(asks())).toMatchObject({
    grade: 'probable',
    candidates: [{ reasons: expect.arrayContaining(['deceased']) }],
  })
  const into = `ana-into-${serial}`
  await imports([ana({ link: [{ type: 'replaced-by', other: { reference: `Patient/${into}` } }] }), ana({ id: into })])
  expect(await match(asks())).toMatchObject({ grade: 'certain', certain: { patientId: await idOf(into) } })
})

test('a new name is found, and the old one no longer where it is gone', async () => {
  await imports([ana()])
  await imports([
    ana({
      name: [
        { family: 'Ray', given: ['Ana'] },
        { use: 'maiden', family: 'Lopez' },
      ],
    }),
  ])
  expect((await match(asks({}, { family: 'Ray' }))).grade).toBe('certain')
  expect(await match(asks())).toMatchObject({
    grade: 'certain',
    candidates: [{ reasons: expect.arrayContaining(['previous-name']) }],
  })
  await imports([ana({ name: [{ family: 'Ray', given: ['Ana'] }] })])
  expect((await match(asks())).grade).toBe('none')
})

describe('a contact from childhood', () => {
  afterAll(() => clock.reset())
  const day = 86_400
  test('stays one, whatever else of the record changes, until the clinic confirms it', async () => {
    const born = new Date(Date.now() - 17.5 * 365.25 * day * 1000).toISOString().slice(0, 10)
    const child = (over: object = {}) => ana({ birthDate: born, ...over })
    await imports([child()])
    expect((await match(asks({}, { birthDate: born }))).candidates[0]?.reasons).toContain('under-18')
    clock.advance(400 * day)
    await imports([child({ address: [{ postalCode: '02139' }] })])
    const doubtful = {
      grade: 'probable',
      candidates: [{ reasons: expect.arrayContaining(['contact-from-childhood']) }],
    }
    expect(await match(asks({}, { birthDate: born }))).toMatchObject(doubtful)
    const confirmed = localDate(new Date(), 'America/New_York')
    await imports([child({ telecom: [{ system: 'phone', value: phone, period: { start: confirmed } }] })])
    expect((await match(asks({}, { birthDate: born }))).grade).toBe('certain')
    // another number, of which nobody tells since when: it came to a record that was there before
    await imports([child({ telecom: [{ system: 'phone', value: `+1212555${phone.slice(-4)}` }] })])
    const moved = asks({ verified: [{ kind: 'phone', value: `+1212555${phone.slice(-4)}` }] }, { birthDate: born })
    expect((await match(moved)).grade).toBe('certain')
  })
})

describe('records that have no keys yet', () => {
  test('take certainty from everybody, until they are indexed', async () => {
    await imports([ana(), ana({ id: `other-${serial}`, name: [{ family: 'Ray', given: ['Bo'] }], telecom: [] })])
    const { db } = open.house
    await db.updateTable('patients').set({ keys_version: null }).where('organization_id', '=', 'northside').execute()
    await db.deleteFrom('patient_match_keys').execute()
    // found by the phone all the same
    expect(await match(asks())).toMatchObject({
      grade: 'probable',
      candidates: [{ reasons: expect.arrayContaining(['index-incomplete']) }],
    })
    const { length } = await db.selectFrom('patients').select('id').execute()
    const done = await Promise.all([indexPatients(open.house), indexPatients(open.house)])
    expect(done[0] + done[1]).toBeLessThanOrEqual(length)
    await indexPatients(open.house)
    expect(await indexPatients(open.house)).toBe(0)
    expect((await match(asks())).grade).toBe('certain')
    expect((await match(asks({ verified: [] }))).grade).toBe('possible')
  })
})

test('behind a crowded name nobody is certain, and only so many are looked at', async () => {
  const crowd = Array.from({ length: mostBehindKey + 5 }, (_, index) =>
    ana({
      id: `crowd-${index}`,
      telecom: [],
      name: [{ family: 'Lopez', given: [`Person${String.fromCharCode(97 + (index % 26)).repeat(3)}`] }],
    }),
  )
  await imports([ana(), ...crowd])
  const result = await match(asks())
  expect(result.grade).toBe('probable')
  expect(result.candidates).toMatchObject([{ reasons: expect.arrayContaining(['crowded']) }])
})

test('a phone that hundreds have finds no crowd, and proves nobody', async () => {
  const crowd = Array.from({ length: 300 }, (_, index) =>
    ana({
      id: `shelter-${index}`,
      birthDate: `19${30 + (index % 60)}-07-0${1 + (index % 9)}`,
      name: [{ family: `Name${index}`, given: ['Bo'] }],
    }),
  )
  await imports([ana(), ...crowd])
  expect(await match(asks())).toMatchObject({
    grade: 'probable',
    candidates: [{ patientId: await idOf(`ana-${serial}`), reasons: expect.arrayContaining(['contact-shared']) }],
  })
})

test('what was explained is recorded, without what was asked', async () => {
  await imports([ana()])
  const { db, sealer } = open.house
  const result = await explainMatch(open.house, asks(), { actor: 'cli:test', reason: 'a call to the help desk' })
  expect(result?.grade).toBe('certain')
  const [event] = await db.selectFrom('audit_events').selectAll().where('type', '=', 'match.explained').execute()
  expect(event).toMatchObject({ actor: 'cli:test', organization_id: 'northside', outcome: 'success' })
  const details = JSON.stringify(sealer.openJson('audit.details', event?.details_sealed as Buffer))
  expect(details).toContain('a call to the help desk')
  for (const said of ['Lopez', 'López', 'Ana', phone, '-03-14']) expect(details).not.toContain(said)
})

test('the store finds whom the registry in memory finds, and grades alike', async () => {
  const { records, visitors } = makePopulation({ seed: 11, count: 400, visitors: 1 })
  await imports(records.map(toFhir), 'eastside')
  const memory = new MemoryRegistry(new Date().toISOString().slice(0, 10))
  for (const record of records) memory.add(record)
  const today = localDate(new Date(), 'America/Chicago')
  const sources = new Map<string, string>()
  for (const { sourceId } of records) sources.set(await idOf(sourceId, 'eastside'), sourceId)
  for (const { typed, verified } of visitors) {
    const person = { given: typed.given.join(' '), family: typed.family, sex: typed.sex, birthDate: typed.birthDate }
    const query: MatchQuery = {
      ...person,
      contacts: verified.map(({ kind, value }) => ({ kind, key: value, isVerified: true })),
    }
    const { candidates, isCrowded } = memory.find(query)
    const expected = gradeCandidates(query, candidates, today, isCrowded ? ['crowded'] : [])
    const result = await match({ organization: 'eastside', person, verified })
    expect(result.grade).toBe(expected.grade)
    const seen = result.candidates.map(({ id, grade, reasons }) => ({ id: sources.get(id), grade, reasons }))
    const byId = (one: { id?: string | undefined }, other: { id?: string | undefined }) =>
      (one.id ?? '') < (other.id ?? '') ? -1 : 1
    expect(seen.sort(byId)).toEqual(
      expected.candidates.map(({ id, grade, reasons }) => ({ id, grade, reasons })).sort(byId),
    )
  }
})
