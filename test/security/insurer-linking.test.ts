import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Agent, Answer } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { goesToInsurer, type InsurerWorld, linkTo, openInsurerWorld } from '../driver/insurer-world.ts'
import { observe } from '../driver/observed.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { visible } from '../driver/visible.ts'

/** An insurer's word is never proof of an account or a record: no takeover, no disclosure, one identity one account. */
let open: InsurerWorld
beforeAll(async () => {
  open = await openInsurerWorld({ settings: { passwords: { memory_kib: 64, queue: 1000 } } })
})
beforeEach(() => clock.hold())
afterEach(() => clock.reset())
afterAll(() => open.close())

const password = 'violet otter kelp'
const member = {
  sub: 'member-adversary',
  member_number: 'CHP-77-001',
  given_name: 'Rosamund',
  family_name: 'Featherstone',
  birthdate: '1971-08-19',
}
const links = () => open.world.database.db.selectFrom('account_upstreams').select('basis').execute()

test('the same subject from another issuer is another person', async () => {
  const accountId = await seedAccount(open.world.app.house, { username: 'at-commonwealth', password })
  await linkTo(open, accountId, 'same-subject')
  open.harbor.signsIn({ sub: 'same-subject' })
  const { agent } = await goesToInsurer(open, 'harbor')
  expect(agent.page.heading).toBe('Do you already have an account?')
})

test('an email that an account has too changes nothing: the same page, no message, nothing linked', async () => {
  const { house } = open.world.app
  const email = 'rosamund@correspondence.example'
  const phone = '+13125550141'
  const walk = async () => {
    open.commonwealth.signsIn({ ...member, sub: 'by-email', email, phone_number: phone })
    const { result, work } = await observe(open.world.app, () => goesToInsurer(open))
    return { seen: visible(result.back, [email]), statements: work.statements }
  }
  // what an instance keeps of an insurer for a while is there after the first
  await walk()
  const before = await walk()
  await seedAccount(house, { username: 'owner-of-mail', password, email, phone, factors: ['text-code'] })
  const after = await walk()
  expect(after).toEqual(before)
  expect(await open.world.inbox.messages(email)).toEqual([])
  expect((await links()).filter(({ basis }) => basis !== 'sign-in')).toEqual([])
})

/** Through the look-up and two wrong codes. @returns what a visitor sees, and what it cost */
async function transcript(): Promise<readonly { readonly answer: unknown; readonly statements: readonly string[] }[]> {
  await open.world.database.pool.query('delete from limits; delete from failure_budgets')
  open.commonwealth.signsIn(member)
  const { agent } = await goesToInsurer(open)
  const seen: { answer: unknown; statements: readonly string[] }[] = []
  const note = async (go: () => Promise<Answer>) => {
    const { result, work } = await observe(open.world.app, go)
    seen.push({ answer: visible(result, []), statements: work.statements })
  }
  await note(() => agent.submit({ factor: 'member' }))
  await note(() => agent.submit({ code: '123' }))
  await note(() => agent.submit({ code: '000000' }))
  await note(() => agent.submit({}, 'resend'))
  await note(() => agent.submit({}, 'call'))
  for (let tries = 0; tries < 10; tries += 1) await note(() => agent.submit({ code: '000001' }))
  await note(() => agent.open(agent.current?.url ?? ''))
  return seen
}

test('whether a record fits shows in nothing: same bytes, same statements, same answers to wrong codes', async () => {
  const nobody = await transcript()
  await importPatient(open.world.app.house, {
    given: member.given_name,
    family: member.family_name,
    birthDate: member.birthdate,
    phone: '+13125550142',
    coverage: { payer: 'commonwealth', memberId: member.member_number },
  })
  const record = await transcript()
  expect(record.map(({ answer }) => answer)).toEqual(nobody.map(({ answer }) => answer))
  expect(record.map(({ statements }) => statements)).toEqual(nobody.map(({ statements }) => statements))
  // the code was really sent, once to each
  expect((await open.world.inbox.messages('+13125550142')).length).toBeGreaterThan(0)
})

test('looking again and again finds nothing more: an identity has so many tries a day, and is not told', async () => {
  await open.world.database.pool.query('delete from limits; delete from failure_budgets; delete from messages')
  const phone = '+13125550142'
  const { matching } = open.world.app.house.settings
  const sentBefore = (await open.world.inbox.messages(phone)).length
  const headings = new Set<string>()
  for (let tries = 0; tries <= matching.name_tries; tries += 1) {
    open.commonwealth.signsIn(tries < matching.name_tries ? { ...member, birthdate: '1971-08-20' } : member)
    const { agent } = await goesToInsurer(open)
    await agent.submit({ factor: 'member' })
    headings.add(agent.page.text)
  }
  expect(headings.size).toBe(1)
  expect((await open.world.inbox.messages(phone)).length).toBe(sentBefore)
})

test('fifty people at once tie one identity to their accounts: one has it, the others read why not', async () => {
  await open.world.database.pool.query('delete from limits')
  open.commonwealth.signsIn({ sub: 'in-fifty-places' })
  const walkers: { agent: Agent; username: string }[] = []
  for (let count = 0; count < 50; count += 1) {
    const username = `parallel-${count}`
    await seedAccount(open.world.app.house, { username, password })
    const { agent } = await goesToInsurer(open)
    await agent.submit({ factor: 'sign-in' })
    walkers.push({ agent, username })
  }
  const answers = await Promise.all(walkers.map(({ agent, username }) => agent.submit({ username, password })))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  for (const { status, page } of answers.filter(each => each.status !== 303))
    expect([status, page.heading]).toEqual([403, 'This sign-in is used already'])
  const { rows } = await open.world.database.pool.query(
    `select count(*)::int as n from audit_events where type = 'account.insurer-linked'`,
  )
  expect(rows).toEqual([{ n: 1 }])
})
