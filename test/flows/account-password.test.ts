import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { type LogoutReceiver, listeningPortal, openLogoutReceiver } from '../driver/logout-receiver.ts'
import { importPatient } from '../driver/people.ts'
import { openPortal } from '../driver/portal.ts'
import { openWorld, portalRedirect, type World } from '../driver/world.ts'
import { password, someone, someoneWithApp, toldTo } from './account-people.ts'

let world: World
let receiver: LogoutReceiver
beforeAll(async () => {
  receiver = await openLogoutReceiver()
  world = await openWorld({ objects: receiver.objects, settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(async () => {
  await world.close()
  await receiver.close()
})
afterEach(() => clock.reset())

const fresh = 'new harbour kelp'
const heading = (agent: { page: { heading: string } }) => agent.page.heading

describe('a new password', () => {
  test('ends every other session and token at once; portals and every contact are told', async () => {
    const who = await someone(world)
    const { id: clientId, secret } = listeningPortal
    const portal = await openPortal({
      issuer: world.issuer,
      clientId,
      secret,
      redirectUri: portalRedirect,
      dispatcher: world.dispatcher,
    })
    const elsewhere = world.browser()
    const login = await portal.begins({ scope: 'openid offline_access' })
    await elsewhere.open(login.url.href)
    const landed = await elsewhere.finish({ username: who.username, password })
    const tokens = await portal.tokens(login, landed.url)
    const subject = tokens.claims()?.sub as string
    expect(await portal.userinfo(tokens.access_token, subject)).toMatchObject({ sub: subject })

    const here = await who.signsIn()
    await here.open(`${world.issuer}/account/password`)
    expect(heading(here)).toBe('Choose a new password')
    await here.submit({ new_password: fresh })
    expect(here.page.text).toContain('Your password was changed')

    // at once, before any job ran
    await expect(portal.userinfo(tokens.access_token, subject)).rejects.toThrow()
    await expect(portal.refresh(tokens.refresh_token as string)).rejects.toMatchObject({ error: 'invalid_grant' })
    await elsewhere.open(`${world.issuer}/account`)
    expect(heading(elsewhere)).toBe('Sign in')
    // the session in which it was done lives
    await here.open(`${world.issuer}/account`)
    expect(heading(here)).not.toBe('Sign in')
    expect(await toldTo(world, who.email)).toContain('Your password was changed')
    expect(await toldTo(world, who.phone)).toContain('Your password was changed')
    expect(receiver.told.some(({ sub }) => sub === subject)).toBe(true)

    expect(heading(await who.signsIn())).toBe('Sign in')
    expect(heading(await who.signsIn(fresh))).not.toBe('Sign in')
  })

  test('wants the second factor where one is enrolled; twelve characters are enough then', async () => {
    const who = await someoneWithApp(world)
    const agent = await who.signsIn()
    clock.advance(360)
    await agent.open(`${world.issuer}/account/password`)
    expect(heading(agent)).toBe('Enter the code from your app')
    expect((await agent.submit({ code: '000000' })).status).toBe(422)
    await agent.submit({ code: who.code() })
    expect(agent.page.text).toContain('At least 12 characters')
    expect((await agent.submit({ new_password: 'kelp moss 4' })).status).toBe(422)
    await agent.submit({ new_password: 'kelp moss 47' })
    expect(agent.page.text).toContain('Your password was changed')
  })

  test('wants the current password where there is nothing else, and fifteen characters', async () => {
    const who = await someone(world)
    const agent = await who.signsIn()
    clock.advance(360)
    await agent.open(`${world.issuer}/account/password?lang=es`)
    expect(agent.page.forms.some(form => 'password' in form.fields)).toBe(true)
    expect((await agent.submit({ password: 'not the one that it is' })).status).toBe(422)
    await agent.submit({ password })
    expect(heading(agent)).toBe('Elija una contraseña nueva')
    expect(agent.page.text).toContain('Al menos 15 caracteres')
    expect((await agent.submit({ new_password: 'kelp moss 4711' })).status).toBe(422)
  })

  test('own data is refused: the name, the email, and the birth date that the clinic has', async () => {
    const who = await someone(world)
    const { house } = world.app
    const born = { given: 'Rosalinda', family: 'Quintanilla', birthDate: '1961-08-30', phone: '+13125557999' }
    await linkToSelf(house, who.accountId, await importPatient(house, born))
    const agent = await who.signsIn()
    await agent.open(`${world.issuer}/account/password`)
    for (const bad of ['Rosalinda Quintanilla!!', `${who.email} ${who.email}`, '08301961 30081961', 'passwordpassword'])
      expect([bad, (await agent.submit({ new_password: bad })).status]).toEqual([bad, 422])
  })

  test('two tabs: the second one saves its own, and each is told', async () => {
    const who = await someone(world)
    const agent = await who.signsIn()
    await agent.open(`${world.issuer}/account/password`)
    const tab = agent.tab()
    await tab.open(`${world.issuer}/account/password`)
    await agent.submit({ new_password: fresh })
    await tab.submit({ new_password: `${fresh} and one more` })
    expect(heading(await who.signsIn(fresh))).toBe('Sign in')
    expect(heading(await who.signsIn(`${fresh} and one more`))).not.toBe('Sign in')
  })

  test('recoveries that somebody began before lead nowhere', async () => {
    const who = await someone(world, { factors: ['text-code'] })
    const thief = world.browser()
    await thief.open(`${world.issuer}/recover?organization=northside`)
    await thief.submit({ username: who.username })
    await thief.submit({ code: await world.inbox.latestCode(who.email) })
    expect(thief.page.text).toContain('One more proof')
    const agent = await who.signsIn()
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    await agent.open(`${world.issuer}/account/password`)
    await agent.submit({ new_password: fresh })
    expect(agent.page.text).toContain('Your password was changed')
    const row = await world.database.db
      .selectFrom('recovery_links')
      .select('voided_at')
      .where('account_id', '=', who.accountId)
      .executeTakeFirstOrThrow()
    expect(row.voided_at).not.toBeNull()
  })
})

describe('another username', () => {
  const opens = async (who: Awaited<ReturnType<typeof someone>>) => {
    const agent = await who.signsIn()
    await agent.open(`${world.issuer}/account/username`)
    expect(heading(agent)).toBe('Choose another username')
    return agent
  }

  test('the new one signs in, the old one does not, and every contact is told', async () => {
    const who = await someone(world)
    const [agent, elsewhere] = [await opens(who), await who.signsIn()]
    await agent.submit({ username: 'Lantern.Keeper' })
    expect(agent.page.text).toContain('Your username was changed')
    await elsewhere.open(`${world.issuer}/account`)
    expect(heading(elsewhere)).toBe('Sign in')
    expect(heading(await who.signsIn(password, 'lantern.keeper'))).not.toBe('Sign in')
    expect(heading(await who.signsIn())).toBe('Sign in')
    expect(await toldTo(world, who.email)).toContain('The username of your account was changed')
    expect(await toldTo(world, who.phone)).toContain('The username of your account was changed')
  })

  test('"taken" is told after the proof only, five times; the suggested one is always free', async () => {
    const who = await someone(world)
    const others = []
    for (let index = 0; index < 6; index += 1) others.push((await someone(world)).username)
    const agent = await who.signsIn()
    clock.advance(360)
    await agent.open(`${world.issuer}/account/username`)
    const skipped = await agent.submit({ username: others[0] as string })
    expect(skipped.page.text).not.toContain('Somebody else uses')
    await agent.open(`${world.issuer}/account/username`)
    await agent.submit({ password })
    for (const taken of others.slice(0, 5)) {
      const answer = await agent.submit({ username: taken })
      expect(answer.page.text).toContain('Somebody else uses this username')
    }
    // a new journey gives no tries back
    const again = await opens(who)
    const answer = await again.submit({ username: others[5] as string })
    expect(answer.page.text).toContain('last try')
    const suggestion = again.formFor().fields.username
    await again.open(`${world.issuer}/account/username`)
    expect(again.formFor().fields.username).not.toBe(suggestion)
    await again.submit()
    expect(again.page.text).toContain('Your username was changed')
  })

  test('an address must be one of their own that they confirmed, never another person’s', async () => {
    const [who, other] = [await someone(world), await someone(world)]
    const agent = await opens(who)
    const refused = await agent.submit({ username: other.email })
    expect(refused.status).toBe(422)
    expect(refused.page.text).toContain('must be the one that you confirmed')
    await agent.submit({ username: who.email.toUpperCase() })
    expect(agent.page.text).toContain('Your username was changed')
  })

  test('of two people who choose one name at once, one gets it', async () => {
    const people = [await someone(world), await someone(world)]
    const agents = await Promise.all(people.map(opens))
    const answers = await Promise.all(agents.map(agent => agent.submit({ username: 'the.only.one' })))
    expect(answers.filter(({ page }) => page.text.includes('Your username was changed'))).toHaveLength(1)
    expect(answers.every(({ status }) => status < 500)).toBe(true)
  })
})
