import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { birthFields, importPatient, printLetter } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'
import { password } from './activate-world.ts'

/** Whose code it is decides; what an address says only narrows. */
const birthDate = '1971-08-02'
const riverbend = `
kind: organization
id: riverbend
name: { en: Riverbend Hospital }
home_client: riverbend-portal
time_zone: America/Chicago
---
kind: client
id: riverbend-portal
name: { en: Riverbend portal }
organization: riverbend
redirect_uris: [http://127.0.0.1:9/riverbend/callback]
start_url: http://127.0.0.1:9/riverbend
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
sector: riverbend
first_party: true
`
let world: World
beforeAll(async () => {
  world = await openWorld({ objects: riverbend })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

let count = 0
async function letterOf(organization: string): Promise<{ code: string; phone: string }> {
  count += 1
  const phone = `+1312555${String(4100 + count)}`
  const patient = await importPatient(world.app.house, {
    given: 'Philippa',
    family: `Winterbourne${count}`,
    birthDate,
    phone,
    organization,
  })
  return { phone, code: await printLetter(world.app.house, patient, organization) }
}
async function enter(path: string, code: string): Promise<Agent> {
  const agent = world.browser()
  await agent.open(`${world.issuer}${path}`)
  await agent.submit({ access_code: code, ...birthFields(birthDate) })
  return agent
}
const heading = 'Enter the code we texted you'

describe('an organisation that was given', () => {
  test.each(['/activate?organization=riverbend', '/activate?client_id=riverbend-portal'])(
    'takes its own codes only: %s',
    async path => {
      const [ours, theirs] = [await letterOf('riverbend'), await letterOf('northside')]
      const refused = await enter(path, theirs.code)
      expect(refused.current?.status).toBe(422)
      expect(refused.page.text).toBe((await enter(path, '7QW4XK2P9D')).page.text)
      expect(await world.inbox.messages(theirs.phone)).toEqual([])
      expect((await enter(path, ours.code)).page.heading).toBe(heading)
    },
  )

  test('at a portal as well', async () => {
    const theirs = await letterOf('riverbend')
    const agent = world.browser()
    await agent.open((await (await world.portal()).begins({ vestibule_flow: 'activate' })).url.href)
    expect((await agent.submit({ access_code: theirs.code, ...birthFields(birthDate) })).status).toBe(422)
  })
})

describe('where none was given', () => {
  test.each(['/activate', '/activate?organization=nowhere'])('%s takes the code’s own', async path => {
    const { code, phone } = await letterOf('riverbend')
    const agent = await enter(path, code)
    expect(agent.current?.body).toContain('Riverbend Hospital')
    const [message] = await world.database.db
      .selectFrom('messages')
      .select('organization_id')
      .orderBy('created_at', 'desc')
      .limit(1)
      .execute()
    expect(message?.organization_id).toBe('riverbend')
    await agent.submit({ code: await world.inbox.latestCode(phone) })
    await agent.submit()
    await agent.submit({ terms: 'on' })
    await agent.submit({}, 'no-email')
    await agent.submit({ username: `philippa.${count}`, new_password: password })
    const done = await agent.submit({ factor: 'text-code' })
    expect(done.headers.get('location') ?? done.url).toBe('http://127.0.0.1:9/riverbend')
  })

  test('another code on the way back makes it another organisation’s journey', async () => {
    const [first, second] = [await letterOf('riverbend'), await letterOf('northside')]
    const agent = await enter('/activate', first.code)
    const step = agent.current?.url ?? ''
    await agent.open(step.replace(/\/[^/]+$/, '/enter-access-code'))
    await agent.submit({ access_code: second.code, ...birthFields(birthDate) })
    expect(agent.page.heading).toBe(heading)
    expect(agent.current?.body).toContain('Northside Clinic')
  })
})

test('naming another organisation refills nothing: one wait and one quarter of an hour for a contact of record', async () => {
  const { code, phone } = await letterOf('northside')
  for (const path of ['/activate', '/activate?organization=northside', '/activate?organization=riverbend'])
    await enter(path, code)
  expect(await world.inbox.messages(phone)).toHaveLength(1)
  for (let turn = 0; turn < 12; turn += 1) {
    clock.advance(31)
    await enter(turn % 2 ? '/activate' : '/activate?organization=northside', code)
  }
  expect(await world.inbox.messages(phone)).toHaveLength(5)
})
