import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { now } from '../../src/platform/index.ts'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { goesToInsurer, type InsurerWorld, linkTo, openInsurerWorld } from '../driver/insurer-world.ts'
import { linkToSelf } from '../driver/links.ts'
import { birthFields, importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { type Member, offersInsurers } from '../driver/upstream.ts'

/** First sign-in with an insurer: tied to an account by the person's own proof, in each of the ways, over HTTP. */
let open: InsurerWorld
beforeAll(async () => {
  open = await openInsurerWorld()
  const lakeside =
    'kind: organization\nid: lakeside\nname: { en: Lakeside, es: Lakeside }\ntime_zone: America/Chicago\n'
  await offersInsurers(open.world, lakeside)
})
afterEach(() => clock.reset())
afterAll(() => open.close())

const password = 'violet otter kelp'
const birthDate = '1984-03-27'
let count = 0
const phoneOf = (number: number) => `+1312555${String(2000 + number)}`
/** A member as the insurer tells of them; nobody's record yet. */
function somebody(over: Partial<Member> = {}) {
  count += 1
  const member = {
    sub: `member-new-${count}`,
    member_number: `CHP 000-${1000 + count}`,
    given_name: 'Wilhelmina',
    family_name: 'Quackenbush',
    birthdate: birthDate,
    email: `insured-${count}@example.org`,
    ...over,
  }
  return { member, phone: phoneOf(count), username: `new-insured-${count}` }
}
const recordOf = (member: ReturnType<typeof somebody>['member'], phone: string, over: object = {}) => ({
  given: member.given_name,
  family: member.family_name,
  birthDate: member.birthdate,
  phone,
  coverage: { payer: 'Commonwealth Health Plan', memberId: member.member_number.replaceAll(/[ -]/g, '').toLowerCase() },
  ...over,
})
const choose = (factor: string) => ({ factor })
const linksOf = (accountId: string) =>
  open.world.app.house.db
    .selectFrom('account_upstreams')
    .select(['basis', 'insurer_id'])
    .where('account_id', '=', accountId)
    .execute()
/** The next time on the same device: the insurer is remembered, and nothing else is asked. */
const returns = async (agent: Agent) => {
  const portal = await open.world.portal()
  const begun = await portal.begins({ prompt: 'login' })
  await agent.open(begun.url.href)
  await agent.open(agent.page.links.find(({ href }) => href.includes('/insurer/'))?.href ?? '')
  const back = await agent.submit()
  expect(back.url).toContain(portal.redirectUri)
  return (await portal.tokens(begun, back.url)).claims()
}
const lastAccount = async () =>
  (await open.world.app.house.db.selectFrom('accounts').select('id').orderBy('created_at', 'desc').executeTakeFirst())
    ?.id ?? ''

test('by local sign-in: the account is asked for its own proof, then both open it', async () => {
  const { member, phone, username } = somebody()
  const accountId = await seedAccount(open.world.app.house, { username, password, phone, factors: ['text-code'] })
  open.commonwealth.signsIn(member)
  const { agent, portal, begun } = await goesToInsurer(open)
  expect(agent.page.heading).toBe('Do you already have an account?')
  // somebody else may have left their sign-in there in this browser
  expect(agent.page.text).toContain('You signed in at Commonwealth Health Plan as Wilhelmina Q.')
  await agent.submit(choose('sign-in'))
  expect(agent.page.text).toContain('Then we connect your sign-in at Commonwealth Health Plan to it.')
  await agent.submit({ username, password })
  const done = await agent.submit({ code: await open.world.inbox.latestCode(phone) })
  expect((await portal.tokens(begun, done.url)).claims()?.amr).toEqual(['fed', 'mfa', 'otp', 'pwd', 'sms'])
  expect(await linksOf(accountId)).toEqual([{ basis: 'sign-in', insurer_id: 'commonwealth' }])
  const [notice] = await open.world.inbox.messages(phone)
  expect(notice?.text).toContain('signing in with an insurer')
  expect((await returns(agent))?.amr).toContain('fed')
})

test('by access code: the account that it makes needs no password', async () => {
  const { member, phone, username } = somebody()
  const { house } = open.world.app
  const code = await printLetter(house, await importPatient(house, { ...recordOf(member, phone), coverage: undefined }))
  open.commonwealth.signsIn(member)
  const { agent, portal, begun } = await goesToInsurer(open)
  await agent.submit(choose('access-code'))
  await agent.submit({ access_code: code, ...birthFields(birthDate) })
  await agent.submit({ code: await open.world.inbox.latestCode(phone) })
  await agent.submit()
  await agent.submit({ terms: 'on' })
  await agent.submit({}, 'no-email')
  expect(agent.page.text).toContain('Sign in with Commonwealth Health Plan only')
  await agent.submit({ username, new_password: '' }, 'insurer')
  const done = await agent.submit({ factor: 'text-code', phone: '' })
  const tokens = await portal.tokens(begun, done.url)
  expect(tokens.claims()?.amr).toEqual(['fed', 'mfa', 'otp', 'sms'])
  expect(await linksOf(await lastAccount())).toEqual([{ basis: 'access-code', insurer_id: 'commonwealth' }])
  expect((await returns(agent))?.amr).toContain('fed')
})

describe('a letter first, then an insurer instead of a password', () => {
  /** Through the proofs of an access code to the page that asks for a password. */
  async function atCredentials(over: Partial<Member> = {}) {
    const { member, phone, username } = somebody(over)
    const { house } = open.world.app
    const record = { ...recordOf(member, phone), coverage: undefined }
    const code = await printLetter(house, await importPatient(house, record))
    const portal = await open.world.portal()
    const agent = open.world.browser()
    const begun = await portal.begins({ vestibule_flow: 'activate' })
    await agent.open(begun.url.href)
    await agent.submit({ access_code: code, ...birthFields(birthDate) })
    await agent.submit({ code: await open.world.inbox.latestCode(phone) })
    await agent.submit()
    await agent.submit({ terms: 'on' })
    await agent.submit({}, 'no-email')
    return { agent, portal, begun, member, username }
  }

  test('the insurer that is picked opens the account that is made, and that needs no password', async () => {
    const { agent, portal, begun, member, username } = await atCredentials()
    open.commonwealth.signsIn(undefined)
    await agent.submit({ username, new_password: '' }, 'insurer')
    expect(agent.page.text).toContain('From now on you sign in here with it.')
    await agent.submit({ insurer: 'commonwealth' })
    expect(agent.page.heading).toBe('You were not signed in at Commonwealth Health Plan')
    open.commonwealth.signsIn(member)
    await agent.submit()
    const done = await agent.submit({ factor: 'text-code', phone: '' })
    expect((await portal.tokens(begun, done.url)).claims()?.amr).toEqual(['fed', 'mfa', 'otp', 'sms'])
    expect(await linksOf(await lastAccount())).toEqual([{ basis: 'access-code', insurer_id: 'commonwealth' }])
    expect((await returns(agent))?.amr).toContain('fed')
  })

  test('who thinks better of it has a password, and no insurer is tied', async () => {
    const { agent, portal, member, username } = await atCredentials()
    open.commonwealth.signsIn(member)
    await agent.submit({ username, new_password: '' }, 'insurer')
    await agent.submit({ insurer: 'commonwealth' })
    const { pathname } = new URL(agent.current?.url ?? '')
    await agent.open(new URL(pathname.replace(/[^/]+$/, 'choose-credentials'), open.world.issuer).href)
    await agent.submit({ username, new_password: password })
    expect((await agent.submit({ factor: 'text-code', phone: '' })).url).toContain(portal.redirectUri)
    expect(await linksOf(await lastAccount())).toEqual([])
  })

  test('an identity that opens another account is not taken, and the code stays good', async () => {
    const { agent, member, username } = await atCredentials()
    await linkTo(open, await seedAccount(open.world.app.house, { username: `${username}-owner`, password }), member.sub)
    const before = await lastAccount()
    open.commonwealth.signsIn(member)
    await agent.submit({ username, new_password: '' }, 'insurer')
    await agent.submit({ insurer: 'commonwealth' })
    expect((await agent.submit({ factor: 'text-code', phone: '' })).page.heading).toBe('This sign-in is used already')
    expect(await lastAccount()).toBe(before)
  })
})

describe('by member id, name and birth date, and a code to the contact of record', () => {
  test('a record that fits, and its phone: an account on that record, told as any other', async () => {
    const { member, phone, username } = somebody()
    const { house } = open.world.app
    const patientId = await importPatient(house, recordOf(member, phone))
    open.commonwealth.signsIn(member)
    const { agent, portal, begun } = await goesToInsurer(open)
    await agent.submit(choose('member'))
    expect(agent.page.text).toContain('If these details match our records')
    expect(agent.page.text).not.toContain(phone.slice(-2))
    expect(agent.page.text).not.toContain('Quackenbush')
    const wrong = await agent.submit({ code: '000000' })
    expect(wrong.status).toBe(422)
    await agent.submit({ code: await open.world.inbox.latestCode(phone) })
    expect(agent.page.text).toContain('Wilhelmina Quackenbush')
    await agent.submit()
    await agent.submit({ terms: 'on' })
    await agent.submit({ email: member.email })
    await agent.submit({ code: await open.world.inbox.latestCode(member.email) })
    await agent.submit({ username, new_password: '' }, 'insurer')
    const done = await agent.submit({ factor: 'text-code', phone: '' })
    const tokens = await portal.tokens(begun, done.url)
    expect(tokens.claims()?.amr).toEqual(['fed', 'mfa', 'otp', 'sms'])
    const told = await portal.userinfo(tokens.access_token, tokens.claims()?.sub ?? '')
    expect(told['urn:vestibule:patients']).toEqual([
      expect.objectContaining({ organization: 'northside', relationship: 'self' }),
    ])
    const link = await house.db
      .selectFrom('account_links')
      .select('basis')
      .where('patient_id', '=', patientId)
      .executeTakeFirst()
    expect(link?.basis).toBe('insurer')
    expect((await returns(agent))?.amr).toContain('fed')
  })

  test('a record that has an account: its own sign-in comes first', async () => {
    const { member, phone, username } = somebody()
    const { house } = open.world.app
    const accountId = await seedAccount(house, { username, password })
    await linkToSelf(house, accountId, await importPatient(house, recordOf(member, phone)))
    open.commonwealth.signsIn(member)
    const { agent, portal } = await goesToInsurer(open)
    await agent.submit(choose('member'))
    await agent.submit({ code: await open.world.inbox.latestCode(phone) })
    expect(agent.page.heading).toBe('You already have an account')
    await agent.submit()
    expect((await agent.finish({ username, password })).url).toContain(portal.redirectUri)
    expect(await linksOf(accountId)).toEqual([{ basis: 'sign-in', insurer_id: 'commonwealth' }])
  })

  test.each([
    ['another birth date', { birthdate: '1984-03-28' }],
    ['another first name', { given_name: 'Wilma' }],
    ['a letter off', { given_name: 'Wilhelmine' }],
    ['another second name', { given_name: 'Wilhelmina Ann' }, 'Wilhelmina Beth'],
    ['another member id', { member_number: 'CHP 999-9999' }],
  ])('%s: the same page, and no code', async (_what, other, given = 'Wilhelmina') => {
    const { member, phone } = somebody()
    await importPatient(open.world.app.house, recordOf(member, phone, { given }))
    open.commonwealth.signsIn({ ...member, ...other })
    const { agent } = await goesToInsurer(open)
    await agent.submit(choose('member'))
    expect(agent.page.text).toContain('If these details match our records')
    expect(await open.world.inbox.messages(phone)).toEqual([])
    // other ways are a press away
    await agent.submit({}, 'other-way')
    expect(agent.page.heading).toBe('Do you already have an account?')
  })

  test.each([
    ['two records that fit', { twin: {} }],
    ['two records, one of them whole', { twin: { given: 'Wilhelmina Ann' } }],
    ['a child', { birthdate: '2020-05-05' }],
    ['another payer', { payer: 'Somebody Else Inc' }],
    ['a record of another organization', { organization: 'lakeside' }],
  ])(
    '%s: the same page, and no code',
    async (_what, given: { twin?: object; birthdate?: string; payer?: string; organization?: string }) => {
      const { twin, birthdate, payer, organization = 'northside' } = given
      const { member, phone } = somebody(birthdate ? { birthdate: String(birthdate) } : {})
      const { house } = open.world.app
      const coverage = { payer: String(payer ?? 'commonwealth'), memberId: member.member_number }
      await importPatient(house, recordOf(member, phone, { coverage, organization }))
      if (twin) await importPatient(house, recordOf(member, phone, { coverage, ...twin }))
      open.commonwealth.signsIn(member)
      const { agent } = await goesToInsurer(open)
      await agent.submit(choose('member'))
      expect(agent.page.text).toContain('If these details match our records')
      expect(await open.world.inbox.messages(phone)).toEqual([])
    },
  )

  test.each([
    ['Wilhelmina', 'Wilhelmina Ann'],
    ['Wilhelmina A', 'Wilhelmina Ann'],
    ['Wilhelmina Ann', 'Wilhelmina'],
  ])('the first of several given names will do, with a code: %s of %s', async (asserted, given) => {
    const { member, phone } = somebody({ given_name: asserted })
    // and where what was checked at check-in is trusted, for a twin may share that first one
    const coverage = { payer: 'harbor', memberId: member.member_number, verifiedOn: '2026-01-15' }
    await importPatient(open.world.app.house, recordOf(member, phone, { given, coverage }))
    open.harbor.signsIn(member)
    const { agent } = await goesToInsurer(open, 'harbor')
    await agent.submit(choose('member'))
    expect(agent.page.text).toContain('If these details match our records')
    await agent.submit({ code: await open.world.inbox.latestCode(phone) })
    expect(agent.page.heading).toBe('Is this you?')
  })

  const trusted = (member: { member_number: string }) => ({
    coverage: { payer: 'harbor', memberId: member.member_number, verifiedOn: '2026-01-15' },
  })

  test('of a teenager the word of the desk is not enough: a parent showed the card', async () => {
    const { member, phone } = somebody({ birthdate: `${now().getUTCFullYear() - 15}-01-15` })
    await importPatient(open.world.app.house, recordOf(member, phone, trusted(member)))
    open.harbor.signsIn(member)
    const { agent } = await goesToInsurer(open, 'harbor')
    await agent.submit(choose('member'))
    expect(agent.page.text).toContain('If these details match our records')
    expect(await open.world.inbox.messages(phone)).toHaveLength(1)
  })

  test('what the desk takes back while the journey is under way makes no account', async () => {
    const { member, phone, username } = somebody()
    await importPatient(open.world.app.house, recordOf(member, phone, trusted(member)))
    open.harbor.signsIn(member)
    const { agent } = await goesToInsurer(open, 'harbor')
    await agent.submit(choose('member'))
    await agent.submit()
    await agent.submit({ terms: 'on' })
    await agent.submit({}, 'no-email')
    await agent.submit({ username, new_password: password })
    const before = await lastAccount()
    await open.world.database.pool.query('update patient_coverages set verified_on = null')
    const answer = await agent.submit({ factor: 'text-code', phone: '' }, 'no-phone')
    expect([answer.status, answer.page.heading]).toEqual([403, 'Please start again'])
    expect(await lastAccount()).toBe(before)
  })

  test('a member id that the clinic checked at check-in needs no code, where that is trusted', async () => {
    const { member, phone, username } = somebody()
    const coverage = { payer: 'harbor', memberId: member.member_number, verifiedOn: '2026-01-15' }
    await importPatient(open.world.app.house, recordOf(member, phone, { coverage }))
    open.harbor.signsIn(member)
    const { agent, portal } = await goesToInsurer(open, 'harbor')
    await agent.submit(choose('member'))
    expect(agent.page.text).toContain('Wilhelmina Quackenbush')
    expect(await open.world.inbox.messages(phone)).toEqual([])
    await agent.submit()
    await agent.submit({ terms: 'on' })
    await agent.submit({}, 'no-email')
    await agent.submit({ username, new_password: password })
    const done = await agent.submit({ factor: 'text-code', phone: '' }, 'no-phone')
    expect(done.url).toContain(portal.redirectUri)
    expect(await linksOf(await lastAccount())).toEqual([{ basis: 'check-in', insurer_id: 'harbor' }])
    // who set it up is told of it at the phone of record
    expect((await open.world.inbox.messages(phone))[0]?.text).toContain('Your sign-in was set up')
  })
})

test('by registration: what the insurer told fills the fields, and its owner proves phone and email as anybody', async () => {
  const { member, phone, username } = somebody()
  open.commonwealth.signsIn({ ...member, phone_number: phone })
  const { agent, portal } = await goesToInsurer(open)
  await agent.submit(choose('register'))
  expect(agent.formFor().fields).toMatchObject({ birth_year: '1984', birth_month: '3', birth_day: '27' })
  await agent.submit()
  await agent.submit({ relationship: 'self' })
  expect(agent.formFor().fields).toMatchObject({ given_name: 'Wilhelmina', family_name: 'Quackenbush' })
  await agent.submit({ sex: 'female' })
  expect(agent.formFor().fields.email).toBe(member.email)
  await agent.submit()
  await agent.submit({ code: await open.world.inbox.latestCode(member.email) })
  await agent.submit({ factor: 'text-code' })
  await agent.submit({ code: await open.world.inbox.latestCode(phone) })
  await agent.submit()
  await agent.submit()
  await agent.submit({ terms: 'on' })
  await agent.submit({ username, new_password: password })
  await agent.submit({ factor: 'text-code' })
  expect((await agent.submit()).url).toContain(portal.redirectUri)
  expect(await linksOf(await lastAccount())).toEqual([{ basis: 'registration', insurer_id: 'commonwealth' }])
  expect((await returns(agent))?.amr).toContain('fed')
})
