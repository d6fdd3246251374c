import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { makeInsurerTest } from '../../src/operations/insurer-tests.ts'
import { watchInsurers } from '../../src/operations/insurer-watch.ts'
import { addSeconds, days, now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { goesToInsurer, type InsurerWorld, linkTo, openInsurerWorld } from '../driver/insurer-world.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { someone, someoneWithApp, toldTo } from './account-people.ts'

/** Insurers on a person's own account, the test of a connection, and the watch over certificates. */
let open: InsurerWorld
beforeAll(async () => {
  open = await openInsurerWorld({ settings: { passwords: { memory_kib: 1024 } } })
})
afterEach(() => clock.reset())
afterAll(() => open.close())

const upstreams = (accountId: string) =>
  open.world.database.db.selectFrom('account_upstreams').selectAll().where('account_id', '=', accountId).execute()

describe('on the account page', () => {
  test('one is connected on a fresh proof and a press, listed, and disconnected; every contact is told', async () => {
    const { world, commonwealth } = open
    const who = await someoneWithApp(world)
    const agent = await who.signsIn()
    clock.advance(360)
    await agent.open(`${world.issuer}/account/insurers/add`)
    await agent.submit({ code: who.code() })
    commonwealth.signsIn({ sub: 'linked-from-account' })
    await agent.submit({ insurer: 'commonwealth' })
    expect(agent.page.heading).toBe('Connect Commonwealth Health Plan?')
    expect(await upstreams(who.accountId)).toEqual([])
    await agent.submit()
    expect(agent.page.text).toContain('Health insurer: Commonwealth Health Plan')
    expect(await upstreams(who.accountId)).toMatchObject([{ basis: 'account', insurer_id: 'commonwealth' }])
    expect(await toldTo(world, who.phone)).toContain('signing in with an insurer')

    await agent.open(`${world.issuer}/account/insurers/remove`)
    expect(agent.page.heading).toBe('Disconnect a health insurer')
    await agent.submit({ insurer: (await upstreams(who.accountId))[0]?.id ?? '' })
    await agent.submit()
    expect(agent.page.heading).toBe('Your account')
    expect(await upstreams(who.accountId)).toEqual([])
    expect(await toldTo(world, who.email)).toContain('no longer be opened')
    await agent.open(`${world.issuer}/account/history`)
    expect(agent.page.text).toContain('Sign-in with a health insurer was disconnected')
    // and it opens the account no more
    expect((await goesToInsurer(open)).agent.page.heading).toBe('Do you already have an account?')
  })

  test('another account’s identity is refused', async () => {
    const { world, commonwealth } = open
    const owner = await someone(world)
    await linkTo(open, owner.accountId, 'has-an-owner')
    const thief = await someone(world)
    const agent = await thief.signsIn()
    await agent.open(`${world.issuer}/account/insurers/add`)
    commonwealth.signsIn({ sub: 'has-an-owner' })
    await agent.submit({ insurer: 'commonwealth' })
    const answer = await agent.submit()
    expect(answer.status).toBe(403)
    expect(agent.page.heading).toBe('This sign-in is used already')
    expect(await upstreams(thief.accountId)).toEqual([])
  })

  test('the last way in cannot go', async () => {
    const { world, commonwealth } = open
    const accountId = await seedAccount(world.app.house, { username: 'insurer-only' })
    await linkTo(open, accountId, 'only-way-in')
    commonwealth.signsIn({ sub: 'only-way-in' })
    const { agent } = await goesToInsurer(open)
    await agent.open(`${world.issuer}/account/insurers/remove`)
    const refused = await agent.submit({ insurer: (await upstreams(accountId))[0]?.id ?? '' })
    expect(refused.status).toBe(422)
    expect(refused.page.text).toContain('This is your only way to sign in')
  })
})

describe('test of a connection', () => {
  const member = {
    sub: 'tested-member',
    member_number: 'CHP-TEST-44',
    given_name: 'Theodosia',
    family_name: 'Wetherington',
    birthdate: '1966-02-03',
    email: 'theodosia@correspondence.example',
  }
  const makes = async (insurer = 'commonwealth') =>
    (await makeInsurerTest(open.world.app.house, { insurer, actor: 'cli:test' }, now()))?.link ?? ''

  test('shows what came, masked, and what would follow; keeps nothing; the link works once', async () => {
    const { world, commonwealth } = open
    commonwealth.signsIn(member, 'urn:example:mfa')
    const agent = world.browser()
    const link = await makes()
    await agent.open(link)
    expect(agent.page.heading).toBe('Test the sign-in at Commonwealth Health Plan')
    const accounts = async () => (await world.database.db.selectFrom('accounts').select('id').execute()).length
    const before = await accounts()
    await agent.submit()
    expect(agent.page.heading).toBe('Test of Commonwealth Health Plan')
    expect(agent.page.text).toContain('No record fits member ID, payer, name and birth date.')
    expect(agent.page.text).toContain('urn:vestibule:aal2')
    expect(agent.page.text).toContain('member_number')
    expect(agent.page.text).toContain('t•••@c•••.example')
    for (const value of [member.family_name, member.member_number, member.birthdate, member.email])
      expect(agent.current?.body).not.toContain(value)
    expect(await accounts()).toBe(before)
    expect((await world.database.db.selectFrom('account_upstreams').select('identity_index').execute()).length).toBe(
      new Set((await world.database.db.selectFrom('account_upstreams').select('id').execute()).map(({ id }) => id))
        .size,
    )
    // nobody is signed in by it
    await agent.open(`${world.issuer}/account`)
    expect(agent.page.heading).toBe('Sign in')
    const other = world.browser()
    await other.open(link)
    expect(other.page.heading).toBe('This link does not work')
  })

  test('says that one record fits, and that the clinic checked it', async () => {
    const { world, commonwealth, harbor } = open
    const { given_name: given, family_name: family, birthdate: birthDate } = member
    const record = { given, family, birthDate, phone: '+13125550177' }
    await importPatient(world.app.house, {
      ...record,
      coverage: { payer: 'commonwealth', memberId: member.member_number },
    })
    commonwealth.signsIn(member)
    const agent = world.browser()
    await agent.open(await makes())
    await agent.submit()
    expect(agent.page.text).toContain('by a code to its phone')
    await importPatient(world.app.house, {
      ...record,
      coverage: { payer: 'harbor', memberId: 'HM-1', verifiedOn: '2026-02-01' },
    })
    harbor.signsIn({ ...member, member_number: 'HM 1' })
    await agent.open(await makes('harbor'))
    await agent.submit()
    expect(agent.page.text).toContain('without a code')
    expect(agent.page.text).toContain('checked this member ID at check-in')
  })
})

test('operators are told once a week of a certificate that ends within thirty days', async () => {
  const { house } = open.world.app
  const told = async () =>
    (await house.db.selectFrom('audit_events').select('id').where('type', '=', 'insurer.certificate-ends').execute())
      .length
  const at = now()
  const certificate = (left: number) => [{ fingerprint: 'ab:cd', notAfter: addSeconds(at, days(left)) }]
  const watch = (certificates: ReturnType<typeof certificate>, when = at) =>
    watchInsurers(
      house,
      async ({ id }) => ({ kind: 'metadata', certificates: id === 'harbor' ? certificates : [] }),
      when,
    )
  await watch(certificate(31))
  expect(await told()).toBe(0)
  await watch(certificate(29))
  await watch(certificate(29))
  expect(await told()).toBe(1)
  expect((await house.metrics.render()).body).toContain('vestibule_upstream_certificate_days{insurer="harbor"} 29')
  expect(open.world.log.some(line => line.includes('insurer.certificate-ends'))).toBe(true)
  // the other one of a roll-over is there already
  await watch([...certificate(3), ...certificate(300)], addSeconds(at, days(8)))
  expect(await told()).toBe(1)
  await watch(certificate(20), addSeconds(at, days(8)))
  expect(await told()).toBe(2)
})
