import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { importPatient } from '../driver/people.ts'
import { type Registrant, registering } from '../driver/registrant.ts'
import { openWorld, type World } from '../driver/world.ts'
import { raceRecord } from './exactly-once.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ instances: 2, settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())

const person: Registrant = {
  given: 'Leopoldine',
  family: 'Hathersage',
  birthDate: '1958-12-01',
  phone: '+13125550191',
}

test('several browsers claim one record at once, on two instances: one account, and a kind page for the others', async () => {
  const patientId = await importPatient(world.app.house, person)
  const walkers = []
  for (let count = 0; count < 6; count += 1) {
    // budgets of sending and of matching are shown elsewhere
    await world.database.pool.query('delete from limits')
    const agent = world.browser()
    const journey = registering(world, agent, { ...person, username: `leopoldine-${count}` })
    await journey.begin()
    await journey.until('security-option')
    walkers.push(agent)
  }
  const answers = await Promise.all(walkers.map(agent => agent.submit({ factor: 'text-code' })))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403, 403, 403, 403])
  for (const answer of answers.filter(({ status }) => status === 403))
    expect(answer.page.heading).toMatch(/There is a sign-in already|Please start again/)
  const { db } = world.database
  const links = await db.selectFrom('account_links').selectAll().where('patient_id', '=', patientId).execute()
  expect(links).toHaveLength(1)
  expect(await db.selectFrom('accounts').select('id').execute()).toEqual([{ id: links[0]?.account_id }])
})

test('a hundred at once: one self account, and nothing of the others but a page that says so', async () => {
  const { db } = world.database
  const before = (await db.selectFrom('accounts').select('id').execute()).length
  const { successes, refusals, headings } = await raceRecord(world)
  expect(successes).toBe(1)
  expect(refusals).toEqual(['403'])
  for (const heading of headings) expect(heading).toMatch(/There is a sign-in already|Please start again/)
  expect(await db.selectFrom('accounts').select('id').execute()).toHaveLength(before + 1)
})
