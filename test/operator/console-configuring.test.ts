/** The console for whoever configures: insurers, keys, settings, branding and words, operators, rules, organisations. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { openTestInsurer, type TestInsurer } from '../driver/upstream.ts'
import { wordsIn } from '../driver/words.ts'
import { type Desk, deskOf } from './console-desk.ts'
import { type OperatorWorld, openOperatorWorld, password } from './world.ts'

let open: OperatorWorld
let desk: Desk
let insurer: TestInsurer
const insurerSecret = 'what keystone and we agreed on'
beforeAll(async () => {
  open = await openOperatorWorld()
  desk = deskOf(open)
  const callback = desk.url('/federation/keystone/callback')
  insurer = await openTestInsurer({ clients: [{ id: 'vestibule', secret: insurerSecret, callback }] })
  notes('client secret', insurerSecret)
}, 60_000)
beforeEach(() => open.world.database.pool.query('truncate limits'))
afterEach(() => clock.reset())
afterAll(async () => {
  await insurer.close()
  await open.close()
})

const say = wordsIn('en')
const pool = () => open.world.database.pool
const one = async (query: string, ...values: unknown[]) => (await pool().query(query, values)).rows[0]
const hasForm = (agent: Agent, address: string) => agent.page.forms.some(({ action }) => action.endsWith(address))
const typed = (agent: Agent, address: string) =>
  agent.page.forms.find(form => form.action.endsWith(address))?.fields ?? {}
const codes = (agent: Agent): string[] =>
  [...(agent.current?.body ?? '').matchAll(/<code(?: class="big")?>([^<]*)<\/code>/g)].map(([, code = '']) => code)
const owner = (path: string) => desk.signsIn(open.owner, path)

/** Hosted pages remember organisations for a few seconds, which pass here. */
const realTime = performance.now.bind(performance)
let ahead = 0
function forgetsOrganizations(): void {
  ahead += 10_000
  performance.now = () => realTime() + ahead
}
afterAll(() => {
  performance.now = realTime
})

describe('insurers', () => {
  const newInsurer = () => ({
    id: 'keystone',
    name: 'Keystone Mutual',
    plans: 'Keystone HMO\r\nKeystone PPO',
    organizations: ['northside'],
    client_id: 'vestibule',
    auth: 'client_secret_basic',
    secret: insurerSecret,
    claim_member_id: 'member_number',
    by_member_id: 'on',
  })

  test('are looked at first, added, tested by a real sign-in, then offered', async () => {
    const agent = await desk.signsIn(desk.staff('security'), '/console/insurers/new')
    await agent.open(desk.url('/console/insurers/new/oidc'))
    await agent.sendTo('/preview', { address: 'http://169.254.169.254/latest' })
    expect(agent.page.text).toContain(say('console.insurers.not-reached'))
    await agent.sendTo('/preview', { address: `${insurer.issuer}/.well-known/openid-configuration` })
    expect(agent.page.text).toContain(say('console.insurers.published'))
    expect(codes(agent)).toContain(`${insurer.issuer}/token`)
    expect(typed(agent, '/create').issuer).toBe(insurer.issuer)
    await agent.sendTo('/create', { ...newInsurer(), id: 'Not So', client_id: '' })
    expect(agent.current?.status).toBe(422)
    expect(typed(agent, '/create')).toMatchObject({ id: 'Not So', name: 'Keystone Mutual', issuer: insurer.issuer })
    expect(agent.current?.body).not.toContain(insurerSecret)
    await agent.sendTo('/create', newInsurer())
    expect(agent.page.heading).toBe('Keystone Mutual')
    expect(codes(agent)).toContain(desk.url('/federation/keystone/callback'))
    expect(agent.page.text).toContain(say('console.insurers.off'))
    const row = await one("select object, secret_sealed from insurers where id = 'keystone'")
    expect(row).toMatchObject({ object: { enabled: false, claims: { member_id: 'member_number' } } })
    expect(row.secret_sealed).not.toBeNull()

    await agent.sendTo('/test', { reason: 'before people see it' })
    const link = codes(agent).find(each => each.includes('/insurer-test/')) ?? ''
    insurer.signsIn({ sub: 'm-1', member_number: 'KM-447-0193', family_name: 'Quackenbush' })
    const tester = open.world.browser()
    await tester.open(link)
    await tester.submit()
    expect(tester.page.heading).toBe(say('insurer-test.done', { name: 'Keystone Mutual' }))

    await agent.open(desk.url('/console/insurers/keystone'))
    await agent.sendTo('/enable')
    expect(agent.page.text).toContain(say('console.insurers.on'))
    const person = open.world.browser()
    const begun = await (await open.world.portal()).begins()
    await person.open(begun.url.href)
    await person.open(person.page.links.find(({ href }) => href.includes('/insurer'))?.href ?? '')
    expect(person.page.text).toContain('Keystone Mutual')
  })

  test('are changed without their secret, asked what they publish, and taken away', async () => {
    const agent = await desk.signsIn(desk.staff('security'), '/console/insurers/keystone/edit')
    await agent.sendTo('/save', { name: 'Keystone Health', plans: 'Keystone Gold' })
    expect(agent.page.heading).toBe('Keystone Health')
    expect(await one("select object, secret_sealed from insurers where id = 'keystone'")).toMatchObject({
      object: { name: 'Keystone Health', plans: ['Keystone Gold'], linking: { by_member_id: true } },
      secret_sealed: expect.anything(),
    })
    await agent.open(desk.url('/console/insurers/keystone/metadata'))
    expect(codes(agent)).toContain(insurer.issuer)
    await agent.sendTo('/refresh', { reason: 'they changed something' })
    expect(agent.page.text).toContain(say('console.notice.refreshed'))
    await agent.open(desk.url('/console/insurers/example-health'))
    expect(agent.page.text).toContain(say('console.managed-by-file'))
    expect([hasForm(agent, '/delete'), hasForm(agent, '/test')]).toEqual([false, true])
    await agent.open(desk.url('/console/insurers/keystone'))
    clock.advance(6 * 60)
    await agent.sendTo('/delete')
    expect(agent.page.heading).toBe(say('sign-in.title'))
    await desk.confirms(agent, desk.staff('security'))
    await agent.sendTo('/delete')
    expect(agent.page.text).toContain(say('console.notice.deleted'))
    expect(await one("select from insurers where id = 'keystone'")).toBeUndefined()
  })

  test('by SAML are read from what was pasted; a desk of one clinic may not add one', async () => {
    const pasted = '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://id.x.example"/>'
    const agent = await desk.signsIn(desk.staff('security', 'northside'), '/console/insurers/new/saml')
    await agent.sendTo('/preview', {})
    expect(agent.page.text).toContain(say('console.insurers.address.wanted'))
    await agent.sendTo('/preview', { metadata: pasted })
    expect(agent.page.text).toContain(say('console.insurers.not-reached'))
    expect(typed(agent, '/create').metadata_file).toBe(pasted)
    await agent.sendTo('/create', { id: 'own-saml', name: 'Own', organizations: ['northside'] })
    expect([agent.current?.status, typed(agent, '/create').metadata_file]).toEqual([403, pasted])
    expect(agent.page.text).toContain(say('console.problem.organization-out-of-reach'))
    const viewer = await desk.signsIn(desk.staff('viewer'), '/console/insurers/example-health')
    expect(viewer.page.forms.filter(({ action }) => action.includes('/insurers/'))).toEqual([])
    await viewer.open(desk.url('/console/insurers/new/oidc'))
    await viewer.sendTo('/preview', { address: insurer.issuer })
    expect(viewer.current?.status).toBe(403)
  })
})

describe('keys', () => {
  const keyOf = (algorithm: string, state: string) =>
    one('select kid, state from signing_keys where algorithm = $1 and state = $2', algorithm, state)

  test('are published, wait until portals know them, and sign at once only where the one before leaked', async () => {
    const agent = await desk.signsIn(desk.staff('security'), '/console/keys')
    const before = await keyOf('ES256', 'active')
    await agent.sendTo('/publish', { algorithm: 'ES256', reason: 'yearly change' })
    expect(agent.page.text).toContain(say('console.notice.published'))
    expect(agent.page.text).toContain(say('console.keys.next.signs'))
    const next = await keyOf('ES256', 'next')
    await agent.open(desk.url(`/console/keys/${next.kid}`))
    await agent.sendTo('/activate', { reason: 'in a hurry' })
    expect([agent.current?.status, typed(agent, '/activate').reason]).toEqual([422, 'in a hurry'])
    expect(agent.page.text).toContain(say('console.problem.not-known-yet'))
    await agent.sendTo('/activate', { leaked: 'on' })
    expect(agent.page.text).toContain(say('console.keys.state.active'))
    expect(await keyOf('ES256', 'active')).toMatchObject({ kid: next.kid })
    expect(await one('select state from signing_keys where kid = $1', before.kid)).toMatchObject({ state: 'retired' })
    expect(hasForm(agent, '/retire')).toBe(false)
    expect((await agent.open(desk.url('/console/keys/none'))).status).toBe(404)
  })

  test('all change with a fresh sign-in; nobody else may, and those of one clinic see none', async () => {
    const agent = await owner('/console/keys')
    clock.advance(6 * 60)
    await agent.sendTo('/rotate', { reason: 'somebody read the disk', leaked: 'on' })
    expect(agent.page.heading).toBe(say('sign-in.title'))
    await desk.confirms(agent, open.owner)
    expect(typed(agent, '/rotate').reason).toBe('somebody read the disk')
    const before = await keyOf('RS256', 'active')
    await agent.sendTo('/rotate')
    expect(agent.page.text).toContain(say('console.notice.rotated'))
    expect((await keyOf('RS256', 'active')).kid).not.toBe(before.kid)
    const viewer = await desk.signsIn(desk.staff('viewer'), '/console/keys')
    expect([viewer.current?.status, hasForm(viewer, '/rotate'), hasForm(viewer, '/publish')]).toEqual([
      200,
      false,
      false,
    ])
    const north = await desk.signsIn(desk.staff('security', 'northside'), '/console/keys')
    expect(north.current?.status).toBe(403)
  })
})

test('settings are told with where each is set, secrets as there or not; what changed since a file wrote it is drift', async () => {
  const agent = await owner('/console/settings')
  expect(codes(agent)).toContain('issuer')
  expect(codes(agent)).toContain(open.world.issuer)
  expect(codes(agent)).toContain('VESTIBULE_ISSUER')
  expect(agent.page.text).toContain(say('console.settings.secret-set'))
  for (const secret of open.world.app.house.settings.keys.cookies)
    expect(agent.current?.body).not.toContain(String(secret))
  await agent.open(desk.url('/console/settings/drift'))
  expect(agent.page.text).toContain(say('console.drift.none'))
  await agent.open(desk.url('/console/clients/northside-portal'))
  await agent.sendTo('/rotate-secret', { reason: 'it leaked' })
  notes('client secret', codes(agent)[0])
  await agent.open(desk.url('/console/settings/drift'))
  expect(agent.page.links.map(({ href }) => href)).toContain('/console/clients/northside-portal')
  expect(agent.page.text).toContain(say('console.drift.kind.client'))
})

describe('branding and words', () => {
  test('colours are tried without saving, then saved, and hosted pages show them', async () => {
    const agent = await owner('/console/branding')
    await agent.open(desk.url('/console/branding/southside?accent=%23ffee00&accent_dark='))
    expect(agent.page.text).toContain(say('console.branding.shifted'))
    expect(typed(agent, '/save').accent).toBe('#ffee00')
    const token = await open.signIn(open.owner)
    expect((await open.call({ path: '/admin/v1/branding/southside', token })).status).toBe(404)
    await agent.open(desk.url('/console/branding/southside?accent=yellow'))
    expect(agent.page.text).toContain(say('console.branding.accent.wanted'))
    await agent.sendTo('/save', { accent: 'yellow' })
    expect([agent.current?.status, typed(agent, '/save').accent]).toEqual([422, 'yellow'])
    await agent.sendTo('/save', { accent: '#1f6f8b', help_phone: '+1 555 010 0100', hours_en: 'Mon–Fri 8–5' })
    expect(agent.page.text).toContain(say('console.notice.saved'))
    await agent.sendTo('/save', { help_phone: '+1 555 010 0199' })
    forgetsOrganizations()
    const page = await open.world.browser().open(desk.url('/sign-in?organization=southside'))
    expect(page.body).toContain('#1f6f8b')
    expect(page.body).toContain('555 010 0199')
  })

  test('a text is found by its words, worded otherwise in both languages, and taken back', async () => {
    const agent = await owner('/console/branding/southside/texts')
    expect(agent.page.text).toContain(say('console.branding.none-own'))
    await agent.open(desk.url(`/console/branding/southside/texts?find=${encodeURIComponent('CONTRASEÑA')}`))
    expect(agent.page.text).toContain(say('console.branding.found'))
    const id = 'sign-in.title'
    await agent.open(desk.url(`/console/branding/southside/texts?find=${id}`))
    await agent.open(agent.page.links.find(({ href }) => href.endsWith(`/texts/${id}`))?.href ?? '')
    await agent.sendTo('/save', { en: 'Welcome to {clinic}', es: 'Bienvenido' })
    expect([agent.current?.status, typed(agent, '/save').en]).toEqual([422, 'Welcome to {clinic}'])
    await agent.sendTo('/save', { en: 'Welcome to Southside' })
    expect(agent.page.text).toContain(say('console.notice.saved'))
    async function heading(): Promise<string> {
      forgetsOrganizations()
      return (await open.world.browser().open(desk.url('/sign-in?organization=southside'))).page.heading
    }
    expect(await heading()).toBe('Welcome to Southside')
    await agent.open(desk.url('/console/branding/southside/texts'))
    expect(agent.page.links.some(({ href }) => href.endsWith(`/texts/${id}`))).toBe(true)
    await agent.open(desk.url('/console/branding/southside/texts/password.forgot'))
    await agent.open(desk.url(`/console/branding/southside/texts/${id}`))
    await agent.sendTo('/reset')
    expect(await heading()).toBe(say(id))
    expect((await agent.open(desk.url('/console/branding/southside/texts/no.such.text'))).status).toBe(404)
    const security = await desk.signsIn(desk.staff('security'), `/console/branding/southside/texts/${id}`)
    expect(hasForm(security, '/save')).toBe(false)
  })
})

describe('operators', () => {
  const newOperator = {
    given: 'Casey',
    family: 'Fieldstone',
    username: 'casey.desk',
    email: 'casey@clinic.example',
    phone: '+13125553777',
    role: 'help-desk',
    organizations: ['northside'],
    reason: 'joins the desk on Monday',
  }

  test('one is added by a link, changed, and taken back; each is out at once', async () => {
    const agent = await owner('/console/operators/new')
    await agent.sendTo('/create', { ...newOperator, phone: '12' })
    expect([agent.current?.status, typed(agent, '/create').username]).toEqual([422, 'casey.desk'])
    expect(agent.page.text).toContain(say('console.problem.phone-unusable'))
    notes('phone', newOperator.phone)
    await agent.sendTo('/create', { phone: newOperator.phone })
    const link = codes(agent).find(each => each.startsWith(open.world.issuer)) ?? ''
    expect(link).not.toBe('')
    const row = await one(
      "select account_id, role, organizations from operators where role = 'help-desk' order by created_at desc",
    )
    expect(row).toMatchObject({ role: 'help-desk', organizations: ['northside'] })
    const path = `/console/operators/${row.account_id}`
    // the link really sets a password and opens the console
    const casey = open.world.browser()
    notes('recovery link', new URL(link).pathname.split('/').at(-1))
    await casey.open(link)
    while (!casey.page.forms.some(({ fields }) => 'new_password' in fields)) await casey.submit()
    await casey.submit({ new_password: password })
    await pool().query('truncate limits')
    await casey.open(desk.url('/console'))
    await desk.confirms(casey, { username: newOperator.username, phone: newOperator.phone })
    expect(casey.page.heading).toBe(say('console.overview'))

    await agent.open(desk.url(path))
    await agent.sendTo('/change', { role: 'viewer', organizations: ['northside', 'southside'], reason: 'another team' })
    expect(agent.page.text).toContain(say('console.role.viewer'))
    expect((await casey.open(desk.url('/console'))).page.heading).toBe(say('sign-in.title'))
    await agent.sendTo('/remove', { reason: 'left us' })
    expect(agent.page.text).toContain(say('console.notice.removed'))
    expect((await one('select ended_at from operators where account_id = $1', row.account_id)).ended_at).not.toBeNull()
  })

  test('nobody changes their own role, and only owners change any', async () => {
    const agent = await owner(`/console/operators/${open.owner.accountId}`)
    expect(hasForm(agent, '/change')).toBe(false)
    const security = await desk.signsIn(desk.staff('security'), `/console/operators/${open.owner.accountId}`)
    expect([security.current?.status, hasForm(security, '/remove')]).toEqual([200, false])
    const help = await desk.signsIn(desk.staff('help-desk'), '/console/operators')
    expect(help.current?.status).toBe(403)
  })
})

test('rules are made stricter for some people, and never weaker than for everybody', async () => {
  const agent = await owner('/console/policies')
  await agent.open(desk.url('/console/policies/caregiver'))
  await agent.sendTo('/save', { second_factor: 'always', confirm: ['totp', 'passkey'] })
  expect(agent.page.text).toContain(say('console.notice.saved'))
  expect(await one("select object from policies where id = 'caregiver'")).toMatchObject({
    object: { assurance: { second_factor: 'always', confirm: ['totp', 'passkey'] } },
  })
  await agent.open(desk.url('/console/policies/staff'))
  await agent.sendTo('/save', { second_factor: 'unknown-device' })
  expect([agent.current?.status, typed(agent, '/save').second_factor]).toEqual([422, 'unknown-device'])
  await agent.open(desk.url('/console/policies/provider'))
  expect(agent.page.text).toContain(say('console.managed-by-file'))
  expect((await agent.open(desk.url('/console/policies/nobody'))).status).toBe(404)
})

test('an organisation is added and changed; what the form does not show stays', async () => {
  const agent = await owner('/console/organizations/new')
  await agent.sendTo('/create', { id: 'eastside', name_en: 'Eastside Clinic', time_zone: 'Nowhere' })
  expect(agent.page.text).toContain(say('console.organizations.time-zone.wanted'))
  await agent.sendTo('/create', { time_zone: 'America/Chicago' })
  expect(agent.page.heading).toBe('Eastside Clinic')
  const token = await open.signIn(open.owner)
  const path = '/admin/v1/organizations/eastside'
  const read = await open.call({ path, token })
  const body = { ...read.json.object, locations: [{ id: 'east', name: 'East Building' }] }
  await open.call({ method: 'PUT', path, token, body, headers: { 'if-match': read.headers.get('etag') ?? '' } })
  await agent.open(desk.url('/console/organizations/eastside/edit'))
  await agent.sendTo('/save', { name_es: 'Clínica Eastside', applications: [] })
  expect(agent.page.text).toContain(say('console.notice.saved'))
  expect((await open.call({ path, token })).json.object).toMatchObject({
    name: { es: 'Clínica Eastside' },
    locations: [{ id: 'east', name: 'East Building' }],
    settings: { applications: false, self_registration: true },
  })
  await agent.open(desk.url('/console/organizations/northside'))
  expect(agent.page.text).toContain(say('console.managed-by-file'))
  const north = await desk.signsIn(desk.staff('owner', 'northside'), '/console/organizations')
  expect(north.page.links.map(({ href }) => href)).not.toContain('/console/organizations/eastside')
  expect((await north.open(desk.url('/console/organizations/eastside'))).status).toBe(404)
})
