import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { closeAccount, reopenAccount } from '../../src/operations/account-closing.ts'
import { readHistory } from '../../src/operations/account-history.ts'
import { undoProspect } from '../../src/operations/prospects.ts'
import { purge } from '../../src/operations/purge.ts'
import { registerAccount } from '../../src/operations/registration.ts'
import { days, newId, now } from '../../src/platform/index.ts'
import { findAccountLinks, findSelfAccount } from '../../src/store/account-links.ts'
import { clock } from '../driver/clock.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { linkToSelf } from '../driver/links.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { importPatient } from '../driver/people.ts'
import { until } from '../driver/until.ts'
import { seedOrganization } from '../flows/activate-seed.ts'

/** The queue of people who registered: tied or merged on a proof for that very record, never on equal demographics. */
let open: TestHouse
const folder = mkdtempSync(join(tmpdir(), 'prospect-cli-'))
const [phone, recordPhone] = ['+13125550181', '+13125550182']
const born = { given: 'Henrietta', family: 'Wigglesworth', birthDate: '1959-11-03' }
beforeAll(async () => {
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\n')
  open = await openTestHouse('prospect cli')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await open.close()
})
let calls = 0
// each later than the one before: budgets of sending are not what is shown here
beforeEach(() => {
  calls += 1
  clock.advance(calls * 1800)
})
afterEach(() => clock.reset())

const staff = ['--organization', 'northside', '--reason', 'called us', '--operator', 'Dana at the desk']
async function vestibule(command: string, who: readonly string[] = staff) {
  const [out, err]: [string[], string[]] = [[], []]
  const secret = Buffer.alloc(32, 'k').toString('base64')
  const env = {
    VESTIBULE_ISSUER: 'http://localhost:3000',
    VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
    NODE_ENV: 'test',
    DATABASE_URL: open.database.url,
    VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
    VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
    VESTIBULE_KEYS_PEPPER: secret,
    VESTIBULE_KEYS_COOKIES_0: secret,
  }
  const status = await runCli([...command.split(' '), ...who], {
    ...processContext(),
    env,
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}

let count = 0
/** Somebody who registered. @returns their account and their place in the queue */
async function prospect() {
  count += 1
  const username = `henrietta-${count}`
  const details = { given: born.given, family: born.family, sex: 'female', birth_date: born.birthDate, phone } as const
  const result = await open.house.db.transaction().execute(tx =>
    registerAccount(
      tx,
      open.house,
      {
        person: {
          profile: born,
          username,
          passwordHash: 'none',
          language: 'en',
          termsVersion: 'test',
          phone,
          notices: {},
        },
        details,
        ending: { kind: 'prospect', location: 'east' },
        organization: 'northside',
        journey: { flowId: newId(), reference: 'AAA-AAA', ip: '192.0.2.1', device: 'test' },
      },
      now(),
    ),
  )
  const accountId = result.kind === 'registered' ? result.accountId : ''
  const row = await open.house.db
    .selectFrom('prospects')
    .select('id')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return { accountId, id: row.id }
}
const linksOf = async (accountId: string) =>
  (await findAccountLinks(open.house.db, accountId, now())).map(({ patientId, basis }) => [patientId, basis])
const events = async (type: string) =>
  open.house.db.selectFrom('audit_events').select(['account_id', 'actor']).where('type', '=', type).execute()

test('listed with the records that they may be; tied only with a code to a contact of that record', async () => {
  const patientId = await importPatient(open.house, { ...born, phone: recordPhone })
  const other = await importPatient(open.house, { ...born, given: 'Harriet', phone: '+13125550183' })
  const who = await prospect()
  const list = await vestibule('prospect list')
  expect(list.out).toContain(who.id)
  expect(list.out).toContain('proved ••81')
  expect(list.out).toContain('at east')
  expect(list.out).toContain(`record ${patientId}: possible`)
  // organisations are walls
  expect(
    (
      await vestibule(
        'prospect list',
        staff.map(word => word.replace('northside', 'southside')),
      )
    ).out,
  ).toBe('Nobody waits.')

  const aim = `--prospect ${who.id} --record ${patientId}`
  expect(await vestibule(`prospect tie ${aim}`)).toMatchObject({
    status: 1,
    err: expect.stringContaining('nobody proved'),
  })
  const sent = await vestibule(`prospect prove ${aim} --send phone`)
  expect(sent.out).toContain('••82')
  const proof = /--proof (\S+)/.exec(sent.out)?.[1] ?? ''
  expect((await vestibule(`prospect tie ${aim} --proof ${proof}`)).err).toContain('nobody proved')
  const wrong = await vestibule(`prospect prove --prospect ${who.id} --proof ${proof} --code 000000`)
  expect(wrong).toMatchObject({ status: 1, err: expect.stringContaining('not right') })
  // nothing went to the number that they typed
  expect(await open.codesTo(phone)).toEqual([])
  const [code = ''] = await open.codesTo(recordPhone)
  expect((await vestibule(`prospect prove --prospect ${who.id} --proof ${proof} --code ${code}`)).status).toBe(0)
  // of this record and of no other
  expect((await vestibule(`prospect tie --prospect ${who.id} --record ${other} --proof ${proof}`)).err).toContain(
    'nobody proved',
  )
  expect(await linksOf(who.accountId)).toEqual([])
  const tied = await vestibule(`prospect tie ${aim} --proof ${proof}`)
  expect(tied).toMatchObject({ status: 0, out: expect.stringContaining('Connected.') })
  expect(await linksOf(who.accountId)).toEqual([[patientId, 'contact-of-record']])
  const told = await open.house.db.selectFrom('messages').select('template').execute()
  expect(told.map(({ template }) => template)).toContain('notice.record-connected')
  expect(await events('prospect.tied')).toEqual([{ account_id: who.accountId, actor: 'cli:test' }])
  expect((await vestibule('prospect list')).out).toBe('Nobody waits.')

  // a second one cannot be tied to the same record
  const second = await prospect()
  const again = `--prospect ${second.id} --record ${patientId} --in-person passport`
  expect((await vestibule(`prospect tie ${again}`)).err).toContain('has an account')

  expect((await vestibule(`prospect undo --prospect ${who.id}`)).status).toBe(0)
  expect(await linksOf(who.accountId)).toEqual([])
  expect((await vestibule('prospect list')).out).toContain(who.id)
  const inPerson = [...staff, '--in-person', 'passport seen']
  expect((await vestibule(`prospect tie ${aim}`, inPerson)).status).toBe(0)
  expect(await linksOf(who.accountId)).toEqual([[patientId, 'in-person']])
  clock.advance(days(3) + 60)
  expect((await vestibule(`prospect undo --prospect ${who.id}`)).err).toContain('not any more')
})

test('merged into the account that the record has; the new one is closed, and opens again when that is taken back', async () => {
  const patientId = await importPatient(open.house, { ...born, birthDate: '1961-01-09', phone: '+13125550184' })
  const kept = await open.seedAccount({ username: 'henrietta-before', email: 'before@example.org' })
  const who = await prospect()
  const aim = `--prospect ${who.id} --record ${patientId}`
  const inPerson = [...staff, '--in-person', 'passport seen']
  expect((await vestibule(`prospect merge ${aim}`, inPerson)).err).toContain('no account to merge into')
  await linkToSelf(open.house, kept, patientId)
  expect((await vestibule(`prospect merge ${aim}`)).err).toContain('nobody proved')
  expect((await vestibule(`prospect merge ${aim}`, inPerson)).status).toBe(0)
  const statusOf = async () =>
    (await open.house.db.selectFrom('accounts').select('status').where('id', '=', who.accountId).executeTakeFirst())
      ?.status
  expect(await statusOf()).toBe('closed')
  expect(await linksOf(kept)).toEqual([[patientId, 'access-code']])
  const notices = await open.house.db.selectFrom('messages').select('template').where('account_id', '=', kept).execute()
  expect(notices.map(({ template }) => template)).toContain('notice.registered-again')
  expect(await events('account.closed')).toEqual([{ account_id: who.accountId, actor: 'cli:test' }])
  expect((await vestibule(`prospect undo --prospect ${who.id}`)).status).toBe(0)
  expect(await statusOf()).toBe('active')

  // the person opens it again by themselves: staff still take their decision back
  expect((await vestibule(`prospect merge ${aim}`, inPerson)).status).toBe(0)
  const journey = { flowId: newId(), reference: 'AAA-AAA', ip: '192.0.2.1', device: 'test' }
  const reopening = { accountId: who.accountId, organization: 'northside', journey }
  expect(await open.house.db.transaction().execute(tx => reopenAccount(tx, open.house, reopening, now()))).toBe(true)
  expect((await vestibule(`prospect undo --prospect ${who.id}`)).status).toBe(0)
  expect((await vestibule('prospect list')).out).toContain(who.id)
})

test('organisations are walls: a merger closes nobody’s access elsewhere, and staff are told the same', async () => {
  await seedOrganization(open.house.db, 'southside')
  const patientId = await importPatient(open.house, { ...born, birthDate: '1967-07-15', phone: '+13125550191' })
  const kept = await open.seedAccount({ username: 'henrietta-kept', email: 'kept@example.org' })
  await linkToSelf(open.house, kept, patientId)
  const elsewhere = await importPatient(open.house, { ...born, birthDate: '1967-07-15', organization: 'southside' })
  const who = await prospect()
  await linkToSelf(open.house, who.accountId, elsewhere, 'southside')
  const aim = `--prospect ${who.id} --record ${patientId}`
  const merged = await vestibule(`prospect merge ${aim}`, [...staff, '--in-person', 'passport'])
  expect(merged).toMatchObject({ status: 0, out: expect.stringContaining('Merged.') })
  expect(await linksOf(who.accountId)).toEqual([[elsewhere, 'access-code']])
  expect((await vestibule('prospect list')).out).not.toContain(who.id)
  expect((await vestibule(`prospect undo --prospect ${who.id}`)).status).toBe(0)
  expect(await linksOf(who.accountId)).toEqual([[elsewhere, 'access-code']])
})

test('an account of somebody who was born on another day is tied to nobody else’s record', async () => {
  const own = await importPatient(open.house, { ...born, birthDate: '1968-08-16', phone: '+13125550192' })
  const other = await importPatient(open.house, { ...born, birthDate: '1969-09-17', phone: '+13125550193' })
  const who = await prospect()
  // by an invitation, since they registered
  await linkToSelf(open.house, who.accountId, own)
  const tie = `prospect tie --prospect ${who.id} --record ${other}`
  expect(await vestibule(tie, [...staff, '--in-person', 'passport'])).toMatchObject({
    status: 1,
    err: expect.stringContaining('another date of birth'),
  })
  expect(await findSelfAccount(open.house.db, other)).toBeUndefined()
})

test('dismissed, decided once, and forgotten after 180 days', async () => {
  const who = await prospect()
  const both = await Promise.all([
    vestibule(`prospect dismiss --prospect ${who.id}`),
    vestibule(`prospect dismiss --prospect ${who.id}`),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([0, 1])
  expect((await vestibule('prospect list')).out).not.toContain(who.id)
  const stays = async () =>
    (await open.house.db.selectFrom('prospects').select('id').where('id', '=', who.id).execute()).length
  clock.advance(days(179))
  await purge(open.house)
  expect(await stays()).toBe(1)
  clock.advance(days(2))
  await purge(open.house)
  expect(await stays()).toBe(0)
})

test('what staff send and ask tells the person nothing: a code to somebody’s record stands in nobody’s history before a tie', async () => {
  const patientId = await importPatient(open.house, { ...born, birthDate: '1962-02-10', phone: '+13125550185' })
  const who = await prospect()
  const historyOf = async () => (await readHistory(open.house.db, open.house, who.accountId, undefined)).entries
  const before = await historyOf()
  const aim = `--prospect ${who.id} --record ${patientId}`
  const proof = /--proof (\S+)/.exec((await vestibule(`prospect prove ${aim} --send phone`)).out)?.[1] ?? ''
  await vestibule(`prospect prove --prospect ${who.id} --proof ${proof} --code 000000`)
  const [code = ''] = await open.codesTo('+13125550185')
  expect((await vestibule(`prospect prove --prospect ${who.id} --proof ${proof} --code ${code}`)).status).toBe(0)
  expect((await vestibule(`prospect dismiss --prospect ${who.id}`)).status).toBe(0)
  expect((await vestibule(`prospect undo --prospect ${who.id}`)).status).toBe(0)
  expect(await historyOf()).toEqual(before)
  // recorded all the same
  for (const type of ['prospect.code-sent', 'prospect.code-refused', 'prospect.code-proven', 'prospect.reopened'])
    expect(await events(type)).toContainEqual({ account_id: who.accountId, actor: 'cli:test' })
  expect((await vestibule(`prospect tie ${aim} --proof ${proof}`)).status).toBe(0)
  expect((await historyOf()).map(({ text }) => text)).toContain('history.staff.tied')
})

test('a record of somebody under 13 is nobody’s own, whatever was proven', async () => {
  const birthDate = `${now().getUTCFullYear() - 9}-02-03`
  const patientId = await importPatient(open.house, { ...born, birthDate, phone: '+13125550186' })
  const who = await prospect()
  const aim = `--prospect ${who.id} --record ${patientId}`
  for (const verb of ['tie', 'merge'])
    expect(await vestibule(`prospect ${verb} ${aim}`, [...staff, '--in-person', 'passport'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('under 13'),
    })
  expect(await vestibule(`prospect prove ${aim} --send phone`)).toMatchObject({
    status: 1,
    err: expect.stringContaining('under 13'),
  })
  expect(await open.codesTo('+13125550186')).toEqual([])
  expect(await linksOf(who.accountId)).toEqual([])
})

test('an account that its person closed is tied to nothing', async () => {
  const patientId = await importPatient(open.house, { ...born, birthDate: '1963-03-11', phone: '+13125550187' })
  const who = await prospect()
  const journey = { flowId: newId(), reference: 'AAA-AAA', ip: '192.0.2.1', device: 'test' }
  await open.house.db
    .transaction()
    .execute(tx =>
      closeAccount(
        tx,
        open.house,
        { accountId: who.accountId, organization: 'northside', language: 'en', journey },
        now(),
      ),
    )
  const tie = `prospect tie --prospect ${who.id} --record ${patientId}`
  const tied = await vestibule(tie, [...staff, '--in-person', 'passport'])
  expect(tied).toMatchObject({ status: 1, err: expect.stringContaining('closed') })
  expect(await findSelfAccount(open.house.db, patientId)).toBeUndefined()
})

test('a decision on the last day can be taken back for as long as any other', async () => {
  const patientId = await importPatient(open.house, { ...born, birthDate: '1964-04-12', phone: '+13125550188' })
  const who = await prospect()
  clock.advance(days(179))
  const tie = `prospect tie --prospect ${who.id} --record ${patientId}`
  expect((await vestibule(tie, [...staff, '--in-person', 'passport'])).status).toBe(0)
  clock.advance(days(2))
  await purge(open.house)
  expect((await vestibule(`prospect undo --prospect ${who.id}`)).status).toBe(0)
  expect(await linksOf(who.accountId)).toEqual([])
})

test('what is taken back is what stands: a tie that came between is not left behind', async () => {
  const [one, other] = [
    await importPatient(open.house, { ...born, birthDate: '1965-05-13', phone: '+13125550189' }),
    await importPatient(open.house, { ...born, birthDate: '1966-06-14', phone: '+13125550190' }),
  ]
  const who = await prospect()
  const inPerson = [...staff, '--in-person', 'passport']
  await vestibule(`prospect tie --prospect ${who.id} --record ${one}`, inPerson)
  const act = { actor: 'test', operator: 'Dana', organization: 'northside', reason: 'a mistake' }
  const waiting = async () => {
    const { rows } = await open.database.pool.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
    return rows.length > 0
  }
  const colleague = await open.database.pool.connect()
  try {
    await colleague.query('begin')
    await colleague.query('select 1 from prospects where id = $1 for update', [who.id])
    const undone = undoProspect(open.house, { prospectId: who.id }, act, now())
    await until(waiting, 10_000)
    // meanwhile a colleague took the first tie back and made another
    await colleague.query('update account_links set ended_at = $2 where patient_id = $1', [one, now()])
    const link = newId()
    await colleague.query(
      `insert into account_links (id, account_id, patient_id, organization_id, relationship, access, basis, created_at)
       values ($1, $2, $3, 'northside', 'self', 'full', 'in-person', $4)`,
      [link, who.accountId, other, now()],
    )
    await colleague.query('update prospects set link_id = $2, patient_id = $3 where id = $1', [who.id, link, other])
    await colleague.query('commit')
    expect(await undone).toEqual({ kind: 'undone' })
  } finally {
    colleague.release()
  }
  expect(await linksOf(who.accountId)).toEqual([])
})
