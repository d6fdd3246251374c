import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { countRecoveryCodes } from '../../src/store/recovery-codes.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp, enrolQuestion } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, type SeedAccount, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'violet otter kelp'
let count = 0

async function someone(over: Partial<SeedAccount> = {}) {
  count += 1
  const username = `factor-holder-${count}`
  const email = `${username}@example.org`
  const phone = `+1312555${String(6000 + count).slice(-4)}`
  const accountId = await seedAccount(world.app.house, { username, password, email, phone, ...over })
  const signsIn = async () => {
    const agent = world.browser()
    await agent.open(`${world.issuer}/sign-in?return=/account`)
    await agent.submit({ username, password, passkey_ready: '' })
    return agent
  }
  return { accountId, username, email, phone, signsIn }
}
const told = async (to: string) => (await world.inbox.messages(to)).map(message => message.text).join('\n')

test('recovery codes: no proof is asked again right after the password; ten are shown once; everyone is told', async () => {
  const { accountId, email, phone, signsIn } = await someone()
  const [agent, elsewhere] = [await signsIn(), await signsIn()]
  await agent.open(`${world.issuer}/account/recovery-codes`)
  expect(agent.page.heading).toBe('Get recovery codes')
  await agent.submit()
  const codes = agent.page.text.match(/\b\d{4} \d{4} \d{4}\b/g) ?? []
  expect(new Set(codes).size).toBe(10)
  const shown = agent.current?.url as string
  await agent.submit()
  expect(agent.current?.url).toContain('/account')
  // the page is gone
  expect((await agent.open(shown)).page.text).not.toMatch(/\b\d{4} \d{4} \d{4}\b/)
  expect(await countRecoveryCodes(world.app.house.db, accountId)).toBe(10)
  expect(await told(email)).toContain('New recovery codes')
  expect(await told(phone)).toContain('New recovery codes')
  // this session lives, the other one has ended
  expect((await agent.open(`${world.issuer}/account`)).page.heading).not.toBe('Sign in')
  expect((await elsewhere.open(`${world.issuer}/account`)).page.heading).toBe('Sign in')
})

test('an app: a wrong code enrols nothing; the right one is spent by it and steps up afterwards', async () => {
  const { accountId, signsIn } = await someone()
  const agent = await signsIn()
  await agent.open(`${world.issuer}/account/authenticator`)
  await agent.submit()
  const key = /((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})/.exec(agent.page.text)?.[1]?.replaceAll(' ', '') as string
  const code = appCode(key)
  const refused = await agent.submit({ code: `${(Number(code[0]) + 1) % 10}${code.slice(1)}` })
  expect(refused.status).toBe(422)
  const factors = () =>
    world.app.house.db.selectFrom('account_factors').selectAll().where('account_id', '=', accountId).execute()
  expect(await factors()).toEqual([])
  await agent.submit({ code, name: 'The blue telephone' })
  expect(await factors()).toHaveLength(1)
  const again = await signsIn()
  expect((await again.submit({ code })).status).toBe(422)
  clock.advance(30)
  await again.submit({ code: appCode(key) })
  expect(again.page.heading).not.toBe('Enter the code from your app')
})

test('whoever has a second way proves it afresh: a password of a moment ago is not enough, in Spanish as well', async () => {
  const { accountId, signsIn } = await someone()
  const agent = await signsIn()
  const secret = await enrolApp(world.app.house, accountId)
  await agent.open(`${world.issuer}/account/factors/remove?lang=es`)
  expect(agent.page.heading).toBe('Escriba el código de su aplicación')
  await agent.submit({ code: appCode(secret) })
  expect(agent.page.heading).toBe('Quitar una forma de confirmar')
})

test('a security question wants the number on file, not the own one; without a number nothing changes', async () => {
  const { house } = world.app
  const born = { birthDate: '1979-11-05', family: 'Quackenbush', given: 'Ottilie' }
  const withNumber = await someone()
  const onFile = '+13125557001'
  await linkToSelf(house, withNumber.accountId, await importPatient(house, { ...born, phone: onFile }))
  const agent = await withNumber.signsIn()
  await agent.open(`${world.issuer}/account/security-question`)
  const short = await agent.submit({ question: 'dream-job', answer: 'a' })
  expect(short.status).toBe(422)
  expect(short.body).not.toContain('value="a"')
  await agent.submit({ question: 'dream-job', answer: 'Keeper of bees' })
  expect(agent.page.text).toContain('ending in 01')
  await agent.submit({ code: await world.inbox.latestCode(onFile) })
  const kinds = async (accountId: string) =>
    (
      await house.db
        .selectFrom('account_factors')
        .select(['kind', 'detail'])
        .where('account_id', '=', accountId)
        .execute()
    ).map(row => `${row.kind} ${row.detail}`)
  expect(await kinds(withNumber.accountId)).toEqual(['security-question dream-job'])
  // the number of the clinic did not become one of theirs
  const own = await house.db
    .selectFrom('account_contacts')
    .select('id')
    .where('account_id', '=', withNumber.accountId)
    .execute()
  expect(own).toHaveLength(2)

  const without = await someone()
  await linkToSelf(house, without.accountId, await importPatient(house, { ...born, given: 'Ludmila' }))
  const other = await without.signsIn()
  await other.open(`${world.issuer}/account/security-question`)
  await other.submit({ question: 'dream-job', answer: 'Keeper of bees' })
  expect(other.page.heading).toBe('We need a phone number on file first')
  expect(await kinds(without.accountId)).toEqual([])
})

test('a provider keeps the last second factor', async () => {
  const { accountId, username } = await someone({ population: 'provider' })
  const secret = await enrolApp(world.app.house, accountId)
  const agent = world.browser()
  await agent.open(`${world.issuer}/sign-in?return=/account/factors/remove`)
  await agent.submit({ username, password, passkey_ready: '' })
  await agent.submit({ code: appCode(secret) })
  const { id } = await world.app.house.db
    .selectFrom('account_factors')
    .select('id')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  const refused = await agent.submit({ factor: id })
  expect(refused.status).toBe(422)
  expect(refused.page.text).toContain('Add another way first')
})

test('signed out on the way: nothing changes', async () => {
  const { accountId, signsIn } = await someone()
  const agent = await signsIn()
  await agent.open(`${world.issuer}/account/recovery-codes`)
  await agent.submit()
  await world.app.house.db
    .updateTable('sessions')
    .set({ ended_at: new Date() })
    .where('account_id', '=', accountId)
    .execute()
  await agent.submit()
  expect(agent.page.heading).toBe('You are signed out')
  expect(await countRecoveryCodes(world.app.house.db, accountId)).toBe(0)
})

test('the chosen question is asked of a patient on a new device', async () => {
  const { accountId, signsIn } = await someone()
  await enrolQuestion(world.app.house, accountId, 'Keeper of bees')
  const agent = await signsIn()
  expect(agent.page.heading).toBe('Answer your question')
  expect((await agent.submit({ answer: 'Keeper of ants' })).status).toBe(422)
  await agent.submit({ answer: 'KEEPER OF BEES' })
  expect(agent.current?.url).toBe(`${world.issuer}/account`)
})
