import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../src/platform/index.ts'
import type { Agent } from '../driver/agent.ts'
import { accepting, type InvitedPerson, invite, invitedPassword } from '../driver/invited.ts'
import { birthFields, printLetter, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

let world: World
beforeAll(async () => {
  // the race is about what comes after hashing, so hashing is light
  world = await openWorld({ instances: 2, settings: { passwords: { memory_kib: 64, queue: 1000 } } })
})
afterAll(() => world.close())

const somebody = (number: number): InvitedPerson => ({
  given: 'Leopoldine',
  family: 'Hathersage',
  birthDate: '1958-12-01',
  phone: `+1312555${9100 + number}`,
  email: `leopoldine.${number}@example.org`,
})

/** Further tabs that stand at the same page of the same journey, each as a journey of its own with a username of its own. */
async function tabsLike(agent: Agent, times: number): Promise<readonly Agent[]> {
  const { db, sealer } = world.app.house
  const url = agent.current?.url ?? ''
  const id = /\/flow\/([^/]+)\//.exec(url)?.[1] ?? ''
  const row = await db.selectFrom('flows').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const facts = sealer.openJson<{ credentials?: { username: string } }>('flow.facts', row.facts_sealed)
  const copies = Array.from({ length: times }, (_, index) => {
    const { credentials } = facts
    const own = credentials
      ? { ...facts, credentials: { ...credentials, username: `tab-${id.slice(-6)}-${index}` } }
      : facts
    return { ...row, id: newId(), facts_sealed: sealer.sealJson('flow.facts', own) }
  })
  await db.insertInto('flows').values(copies).execute()
  const tabs = copies.map(copy => ({ tab: agent.tab(), address: url.replace(id, copy.id) }))
  await Promise.all(tabs.map(({ tab, address }) => tab.open(address)))
  return tabs.map(({ tab }) => tab)
}
const linksOf = async (patientId: string) =>
  world.database.db.selectFrom('account_links').selectAll().where('patient_id', '=', patientId).execute()
const accounts = async () => (await world.database.db.selectFrom('accounts').select('id').execute()).map(({ id }) => id)

test('a hundred claims of one emailed link at once, on two instances: one account, one use, a clear page for the others', async () => {
  const person = somebody(1)
  const { link, patientId, id } = await invite(world, person)
  const first = world.browser()
  await first.open(link)
  await accepting(world, first, person).until('who')
  const walkers = [first, ...(await tabsLike(first, 99))]
  const answers = await Promise.all(walkers.map(agent => agent.submit({ relationship: 'self' })))
  const refused = answers.filter(({ status }) => status !== 303)
  expect(refused).toHaveLength(99)
  for (const { status, page } of refused) {
    // who came a moment later finds it used before anything is tried
    expect([200, 403]).toContain(status)
    expect(page.heading).toMatch(/This invitation does not work|There is a sign-in already/)
  }
  const links = await linksOf(patientId)
  expect(links).toHaveLength(1)
  expect(await accounts()).toEqual([links[0]?.account_id])
  const used = await world.database.db.selectFrom('invitations').selectAll().where('id', '=', id).execute()
  expect(used).toMatchObject([{ used_by_account_id: links[0]?.account_id }])
}, 120_000)

test('one record claimed by link, by access code and by an account that adds it, all at once: one self account', async () => {
  const person = somebody(2)
  const { link, patientId } = await invite(world, person)
  const code = await printLetter(world.app.house, patientId)
  const invited = world.browser()
  await invited.open(link)
  await accepting(world, invited, person).until('who')
  // budgets of sending are shown elsewhere
  await world.database.pool.query('delete from limits')

  const owner = { username: 'leopoldine.adds', password: invitedPassword, phone: '+13125559181' }
  const ownerId = await seedAccount(world.app.house, { ...owner, factors: ['text-code'] })
  const adding = world.browser()
  await adding.open(`${new URL(link).origin}${new URL(link).pathname}/add`)
  await adding.submit({ username: owner.username, password: owner.password })
  await adding.finish({ code: await world.inbox.latestCode(owner.phone) })
  await accepting(world, adding, person).until('who')
  await world.database.pool.query('delete from limits')

  const lettered = world.browser()
  await lettered.open(`${world.issuer}/activate?organization=northside`)
  await lettered.submit({ access_code: code, ...birthFields(person.birthDate) })
  await lettered.submit({ code: await world.inbox.latestCode(person.phone) })
  await lettered.submit({})
  await lettered.submit({ terms: 'on' })
  await lettered.submit({}, 'no-email')
  await lettered.submit({ username: 'leopoldine.letter', new_password: invitedPassword })

  const before = await accounts()
  const claims = [
    ...[invited, ...(await tabsLike(invited, 19))].map(agent => () => agent.submit({ relationship: 'self' })),
    ...[adding, ...(await tabsLike(adding, 19))].map(agent => () => agent.submit({ relationship: 'self' })),
    ...[lettered, ...(await tabsLike(lettered, 19))].map(agent => () => agent.submit({ factor: 'text-code' })),
  ]
  const answers = await Promise.all(claims.map(claim => claim()))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  for (const { status } of answers) expect([200, 303, 403]).toContain(status)
  const links = await linksOf(patientId)
  expect(links).toHaveLength(1)
  const made = (await accounts()).filter(id => !before.includes(id))
  expect(made).toEqual(links[0]?.account_id === ownerId ? [] : [links[0]?.account_id])
}, 120_000)
