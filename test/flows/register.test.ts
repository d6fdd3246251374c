import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { listProspects } from '../../src/operations/prospect-queue.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { type Registrant, registering, registrantPassword } from '../driver/registrant.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Each journey and each ending of self-registration, over HTTP. */
let world: World
beforeAll(async () => {
  world = await openWorld({
    objects: `
kind: organization
id: closed
name: { en: Closed Clinic }
time_zone: America/Chicago
branding: { help_phone: "(555) 010-0142" }
settings: { self_registration: false }
---
kind: organization
id: known-only
name: { en: Known Clinic }
time_zone: America/Chicago
branding: { help_phone: "(555) 010-0143" }
settings: { new_patients_may_register: false }
---
kind: organization
id: abroad
name: { en: Clinic of Two Countries }
time_zone: America/Chicago
settings: { countries: [US, ES] }
---
kind: organization
id: large
name: { en: Large Clinic }
time_zone: America/Chicago
locations: [{ id: east, name: East Side }, { id: west, name: West Side }]
providers: [{ id: dr-okafor, name: Dr. Okafor, location: east }]
`,
  })
})
afterAll(() => world.close())

let count = 0
const somebody = (over: Partial<Registrant> = {}): Registrant => {
  count += 1
  return {
    given: 'Philippa',
    family: 'Entwhistle',
    birthDate: `19${40 + (count % 50)}-0${1 + (count % 9)}-1${count % 9}`,
    phone: `+1312555${String(2000 + count).slice(-4)}`,
    email: `register-${count}@example.org`,
    username: `register.test.${count}`,
    ...over,
  }
}
const db = () => world.app.house.db
const accountOf = async (username: string) => {
  const index = world.app.house.sealer.index('account.username', username)
  return db().selectFrom('accounts').select(['id', 'population']).where('username_index', '=', index).executeTakeFirst()
}
const linksOf = (accountId: string) =>
  db().selectFrom('account_links').selectAll().where('account_id', '=', accountId).execute()

test('certain: both codes, then a sign-in that is tied to the record', async () => {
  const person = somebody()
  const patientId = await importPatient(world.app.house, person)
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await agent.open(`${world.issuer}/sign-in?organization=northside`)
  await agent.open(agent.page.links.find(({ text }) => text === 'Create an account')?.href ?? '')
  const walked = await journey.until(undefined)
  expect(walked).toEqual([
    'birth-date',
    'who',
    'your-details',
    'enter-email',
    'confirm-email',
    'enter-phone',
    'confirm-phone',
    'review',
    'accept-terms',
    'choose-credentials',
    'security-option',
  ])
  const account = await accountOf(person.username ?? '')
  expect(account?.population).toBe('patient')
  expect(await linksOf(account?.id ?? '')).toMatchObject([
    { patient_id: patientId, relationship: 'self', access: 'full', basis: 'matched' },
  ])
  expect(
    await db()
      .selectFrom('prospects')
      .selectAll()
      .where('account_id', '=', account?.id ?? '')
      .execute(),
  ).toEqual([])
})

test('somebody new: one page, then an account without a record, in the queue of staff', async () => {
  const person = somebody({ call: true })
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin()
  await journey.until('new-here')
  expect(agent.page.heading).toBe('Have you been here before?')
  await journey.until('what-next')
  expect(agent.page.heading).toBe('Your account is ready')
  await journey.until(undefined)
  const account = await accountOf(person.username ?? '')
  expect(await linksOf(account?.id ?? '')).toEqual([])
  const [prospect] = await db()
    .selectFrom('prospects')
    .selectAll()
    .where('account_id', '=', account?.id ?? '')
    .execute()
  expect(prospect).toMatchObject({ organization_id: 'northside', state: 'open', location: null })
  const portal = await world.portal()
  const begun = await portal.begins({ scope: 'openid patients' })
  const back = await agent.open(begun.url.href)
  const tokens = await portal.tokens(begun, back.headers.get('location') ?? back.url)
  expect(await portal.userinfo(tokens.access_token, tokens.claims()?.sub ?? '')).toMatchObject({
    prospective: true,
    'urn:vestibule:patients': [],
  })
})

test('places and providers are asked where an organization has them, and only its own are taken', async () => {
  const person = somebody()
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin('large')
  await journey.until('choose-place')
  expect((await agent.submit({ location: 'elsewhere', provider: '' })).status).toBe(422)
  await agent.submit({ location: 'east', provider: 'dr-okafor' })
  await journey.until('what-next')
  const account = await accountOf(person.username ?? '')
  const row = await db()
    .selectFrom('prospects')
    .selectAll()
    .where('account_id', '=', account?.id ?? '')
    .executeTakeFirst()
  expect(row).toMatchObject({ organization_id: 'large', location: 'east', provider: 'dr-okafor' })
})

test('a family member: own details and codes, then the patient, and a request that is sent', async () => {
  const person = somebody()
  const child = { given: 'Minnie', family: 'Entwhistle', birthDate: '2019-05-02' }
  await importPatient(world.app.house, { ...child, phone: person.phone })
  await importPatient(world.app.house, person)
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin()
  const walked = await journey.until('what-next', {
    who: () => agent.submit({ relationship: 'family' }),
    'patient-details': () => journey.describes(child),
  })
  expect(walked.slice(6)).toEqual([
    'confirm-phone',
    'patient-details',
    'review',
    'accept-terms',
    'choose-credentials',
    'security-option',
  ])
  expect(agent.page.heading).toBe('Your request was sent')
  const account = await accountOf(person.username ?? '')
  expect(account?.population).toBe('caregiver')
  expect(await linksOf(account?.id ?? '')).toEqual([])
  const requests = await db().selectFrom('family_access_requests').selectAll().execute()
  const request = requests.find(each => each.account_id === account?.id)
  expect(request?.state).toBe('sent')
  expect(
    world.app.house.sealer.openJson('family_access_requests.patient', request?.patient_sealed as Buffer),
  ).toMatchObject({ given: 'Minnie', birth_date: '2019-05-02', relationship: 'parent' })
})

test('certain, with an account already: its owner gets a mail, and the page says so', async () => {
  const person = somebody()
  const patientId = await importPatient(world.app.house, person)
  const owner = { username: 'owner-of-record', email: 'owner-of-record@example.org', password: registrantPassword }
  const accountId = await seedAccount(world.app.house, owner)
  await db()
    .insertInto('account_links')
    .values({
      id: '00000000-0000-4000-8000-000000000001',
      account_id: accountId,
      patient_id: patientId,
      organization_id: 'northside',
      relationship: 'self',
      access: 'full',
      basis: 'test',
      expires_at: null,
      ended_at: null,
      created_at: new Date(),
    })
    .execute()
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin()
  await journey.until('check-email')
  expect(agent.page.heading).toBe('Check your email')
  const [mail] = await world.inbox.messages(owner.email)
  expect(mail?.text).toContain('tried to create an account')
  expect(mail?.links.some(link => link.includes('/recover'))).toBe(true)
})

test('an email that serves an account: sign in, or a separate account, told after both codes only', async () => {
  const person = somebody()
  await seedAccount(world.app.house, { username: 'shares-a-mailbox', ...(person.email ? { email: person.email } : {}) })
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin()
  const walked = await journey.until('known-email')
  expect(walked.at(-1)).toBe('confirm-phone')
  expect(agent.page.links.some(({ href, text }) => text === 'Sign in' && href.startsWith('/sign-in'))).toBe(true)
  await journey.until('what-next')
  expect(await accountOf(person.username ?? '')).toBeDefined()
})

test('no email skips its code; no phone is told whom to call', async () => {
  const { email: _, ...person } = somebody()
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin()
  const walked = await journey.until('enter-phone')
  expect(walked.at(-1)).toBe('enter-email')
  expect(agent.page.links.some(({ text }) => text.startsWith('I have no phone'))).toBe(true)
  await journey.until('what-next')
  const account = await accountOf(person.username ?? '')
  const contacts = await db()
    .selectFrom('account_contacts')
    .select('kind')
    .where('account_id', '=', account?.id ?? '')
    .execute()
  expect(contacts).toEqual([{ kind: 'phone' }])
})

test('a security question may be the option: it is set up before the account is there', async () => {
  const person = somebody()
  await importPatient(world.app.house, person)
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin()
  await journey.until('security-option')
  await agent.submit({ factor: 'security-question' })
  expect(journey.here()).toBe('option-question')
  expect(await accountOf(person.username ?? '')).toBeUndefined()
  expect((await agent.submit({ question: 'dream-job', answer: 'a lighthouse keeper' })).status).toBe(303)
  const account = await accountOf(person.username ?? '')
  const factors = await db()
    .selectFrom('account_factors')
    .select('kind')
    .where('account_id', '=', account?.id ?? '')
    .execute()
  expect(factors).toEqual([{ kind: 'security-question' }])
})

test('under 13: stops, keeps nothing, and stays stopped while the browser is open', async () => {
  const counts = () =>
    Promise.all(
      (['flows', 'verifications', 'accounts', 'prospects', 'audit_events', 'messages'] as const).map(table =>
        db()
          .selectFrom(table)
          .select(eb => eb.fn.countAll().as('n'))
          .executeTakeFirst(),
      ),
    )
  const before = await counts()
  const agent = world.browser()
  const journey = registering(world, agent, somebody({ birthDate: '2019-02-03' }))
  await journey.begin()
  const stopped = await journey.answer('birth-date')
  expect(stopped?.status).toBe(403)
  expect(agent.page.text).toContain('family access')
  expect(await counts()).toEqual(before)
  const again = await journey.begin()
  expect(again.status).toBe(403)
  // self-registration only
  expect((await agent.open(`${world.issuer}/activate?organization=northside`)).status).toBe(200)
  expect((await agent.open(`${world.issuer}/sign-in`)).status).toBe(200)
  // another day, another browser
  expect((await world.browser().open(`${world.issuer}/register`)).status).toBe(200)
})

test('under 13 on the way back: what was typed before goes too', async () => {
  const agent = world.browser()
  const journey = registering(world, agent, somebody())
  await journey.begin()
  await journey.until('confirm-email')
  const id = /flow\/([^/]+)/.exec(agent.current?.url ?? '')?.[1] ?? ''
  await agent.open('./birth-date')
  await agent.submit({ birth_year: '2019', birth_month: '2', birth_day: '3' })
  expect(agent.current?.status).toBe(403)
  expect(await db().selectFrom('flows').selectAll().where('id', '=', id).execute()).toEqual([])
  expect(await db().selectFrom('verifications').selectAll().where('flow_id', '=', id).execute()).toEqual([])
})

test('where nobody registers by themself no page offers it, and the address says whom to call', async () => {
  const agent = world.browser()
  await agent.open(`${world.issuer}/sign-in?organization=closed`)
  expect(agent.page.links.map(({ text }) => text)).not.toContain('Create an account')
  const answer = await agent.open(`${world.issuer}/register?organization=closed`)
  expect(answer.page.heading).toBe('Please call us for an account')
  expect(answer.page.text).toContain('(555) 010-0142')
})

test('where new patients do not register the same page ends with whom to call', async () => {
  const agent = world.browser()
  const journey = registering(world, agent, somebody())
  await journey.begin('known-only')
  await journey.until('new-here')
  expect(agent.page.text).toContain('(555) 010-0143')
  expect(agent.page.forms.some(form => form.buttons.some(({ text }) => text === 'I am new: go on'))).toBe(false)
  const posted = await agent.post((agent.current?.url ?? '').split('?')[0] ?? '', agent.page.forms[0]?.fields ?? {})
  expect(posted.page.heading).not.toBe('Terms and privacy')
})

test('a record that changed meanwhile makes no account', async () => {
  const person = somebody()
  const patientId = await importPatient(world.app.house, person)
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin()
  await journey.until('security-option')
  await db().deleteFrom('patient_contacts').where('patient_id', '=', patientId).execute()
  await journey.until(undefined)
  expect(agent.current?.status).toBe(403)
  expect(agent.page.heading).toBe('Please start again')
  expect(await accountOf(person.username ?? '')).toBeUndefined()
})

test('bad input is told at its field and keeps what was typed', async () => {
  const agent = world.browser()
  const journey = registering(world, agent, somebody())
  await journey.begin()
  expect((await agent.submit({ birth_year: '1984', birth_month: '2', birth_day: '30' })).page.text).toContain(
    'There is no such day',
  )
  await journey.until('your-details')
  expect((await agent.submit({ given_name: 'Zoë', family_name: '👩‍⚕️', sex: 'female' })).status).toBe(422)
  expect(agent.formFor().fields.given_name).toBe('Zoë')
  expect((await agent.submit({ given_name: '', family_name: 'ا'.repeat(500), sex: 'female' })).status).toBe(422)
  expect((await agent.submit({ given_name: '', family_name: 'الخوارزمي', sex: 'undisclosed' })).status).toBe(200)
  await journey.until('enter-phone')
  expect((await agent.submit({ phone: '+1 900 555 0100', factor: 'text-code' })).status).toBe(422)
  expect((await agent.submit({ phone: '12', factor: 'text-code' })).status).toBe(422)
  // nobody waits for a code that never comes
  const abroad = await agent.submit({ phone: '+44 20 7946 0018', factor: 'text-code' })
  expect([abroad.status, journey.here()]).toEqual([422, 'enter-phone'])
  expect(abroad.page.text).toContain('We cannot send codes to phones of that country')
})

test.each([
  ['one name alone, from right to left', { given: '', family: 'الخوارزمي' }],
  ['an emoji beside letters', { given: 'Zoë 🌻', family: 'Øyvindsdóttir' }],
  ['as long as a name may be', { given: 'Wolfeschlegelstein'.repeat(16), family: 'Ñ'.repeat(300) }],
  ['a phone of another country', { phone: '+34612345678' }],
] as const)('%s: goes the whole way, and nothing of it is lost', async (_name, over) => {
  const person = somebody(over)
  const agent = world.browser()
  const journey = registering(world, agent, person)
  await journey.begin('abroad')
  await journey.until('what-next')
  expect(agent.page.heading).toBe('Your account is ready')
  await journey.until(undefined)
  const account = await accountOf(person.username ?? '')
  const { details_sealed: sealed } = await db()
    .selectFrom('prospects')
    .select('details_sealed')
    .where('account_id', '=', account?.id ?? '')
    .executeTakeFirstOrThrow()
  expect(world.app.house.sealer.openJson('prospects.details', sealed)).toMatchObject({
    given: person.given,
    family: person.family,
    phone: person.phone,
  })
  // staff see them, whatever they are called
  const act = { actor: 'test', operator: 'Dana', organization: 'abroad', reason: 'the queue' }
  const queue = await listProspects(world.app.house, act)
  expect(queue.find(({ accountId }) => accountId === account?.id)?.details.family).toBe(person.family)
})

test('dates that nobody was born on are told at the field that is wrong', async () => {
  const agent = world.browser()
  const journey = registering(world, agent, somebody())
  await journey.begin()
  for (const [year, month, day] of [
    ['1984', '13', '1'],
    ['1983', '2', '29'],
    ['1984', '0', '10'],
    ['84', '3', '3'],
    ['2984', '3', '3'],
    ['٣', '٣', '٣'],
    ['', '', ''],
  ] as const) {
    const answer = await agent.submit({ birth_year: year, birth_month: month, birth_day: day })
    expect([year, month, day, answer.status]).toEqual([year, month, day, 422])
    expect(journey.here()).toBe('birth-date')
  }
})
