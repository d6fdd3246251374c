/** Every reason to ask a person who is signed in already: each ends at a page or at the portal, never in a circle. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createTermsAcceptance } from '../../src/store/terms.ts'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { seedAccount, setAccountStatus } from '../driver/people.ts'
import { openWorld, portalRedirect, type World } from '../driver/world.ts'

const password = 'kettle orbit mango lamp'
const phone = '+13125550177'
const aal2 = 'urn:vestibule:aal2'
const passkey = 'urn:vestibule:aal2:phishing-resistant'

let world: World
let portal: Awaited<ReturnType<World['portal']>>
let plain: string
beforeAll(async () => {
  world = await openWorld()
  portal = await world.portal()
  plain = await seedAccount(world.app.house, { username: 'perpetua.v', password })
  await seedAccount(world.app.house, { username: 'zephyrine.k', password })
  await seedAccount(world.app.house, { username: 'ottoline.w', password, phone, factors: ['text-code'] })
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.app.house.db.updateTable('accounts').set({ status: 'active' }).execute()
  // all of these people sit at one address
  await world.database.pool.query('truncate limits')
})
afterEach(() => clock.reset())

/** A browser in which somebody is signed in, and what the portal got. */
async function signedIn(username: string) {
  const person = world.browser()
  const begun = await portal.begins()
  await person.open(begun.url.href)
  const back = await enters(person, username)
  return { person, tokens: await portal.tokens(begun, back) }
}
async function enters(person: Agent, username: string): Promise<string> {
  const answer = await person.submit({ username, password })
  if (answer.url.startsWith(portalRedirect)) return answer.url
  // a new device of somebody with a phone
  return (await person.submit({ code: await world.inbox.latestCode(phone) })).url
}
async function asks(person: Agent, parameters: Record<string, string>) {
  const begun = await portal.begins(parameters)
  const { url } = await person.open(begun.url.href)
  const isBack = url.startsWith(portalRedirect)
  return {
    error: new URL(url).searchParams.get('error'),
    tokens: () => portal.tokens(begun, url),
    redeem: (callback: string) => portal.tokens(begun, callback),
    /** `sign-in`, or the text of another page; undefined at the portal */
    page: isBack ? undefined : /name="username"/.test(person.current?.body ?? '') ? 'sign-in' : person.page.text,
  }
}
const errorOf = (url: string) => new URL(url).searchParams.get('error')
const sub = (value: unknown) => JSON.stringify({ id_token: { sub: value } })
const acr = (value: string) => JSON.stringify({ id_token: { acr: { essential: true, value } } })

describe('asks anew for', () => {
  test('prompt=login, and is content with the same person', async () => {
    const { person, tokens } = await signedIn('perpetua.v')
    const asked = await asks(person, { prompt: 'login' })
    expect(asked.page).toBe('sign-in')
    const again = await asked.redeem(await enters(person, 'perpetua.v'))
    expect(again.claims()?.sub).toBe(tokens.claims()?.sub)
  })

  test('max_age', async () => {
    const { person } = await signedIn('perpetua.v')
    clock.advance(120)
    const asked = await asks(person, { max_age: '60' })
    expect(asked.page).toBe('sign-in')
    expect((await asked.redeem(await enters(person, 'perpetua.v'))).claims()?.auth_time).toBeGreaterThan(0)
  })

  test('an account that was disabled', async () => {
    const { person } = await signedIn('perpetua.v')
    await setAccountStatus(world.app.house.db, plain, 'disabled')
    expect((await asks(person, {})).page).toBe('sign-in')
    expect((await asks(person, { prompt: 'none' })).error).toBe('login_required')
  })

  test('a session of which nothing shows who it is', async () => {
    const { person } = await signedIn('perpetua.v')
    await world.app.house.db.deleteFrom('evidence').where('account_id', '=', plain).execute()
    expect((await asks(person, { prompt: 'none' })).error).toBe('login_required')
    const asked = await asks(person, {})
    expect(asked.page).toBe('sign-in')
    expect((await asked.redeem(await enters(person, 'perpetua.v'))).claims()?.sub).toBeDefined()
  })
})

describe.each(['the value of sub', 'an ID token'])('another person, named by %s,', how => {
  const naming = (tokens: { id_token?: string; claims(): { sub: string } | undefined }) => ({
    ...(how === 'an ID token'
      ? { id_token_hint: String(tokens.id_token) }
      : { claims: sub({ value: tokens.claims()?.sub }) }),
  })

  test('is asked to sign in, and no other will do', async () => {
    const other = await signedIn('zephyrine.k')
    const { person } = await signedIn('perpetua.v')
    const asked = await asks(person, naming(other.tokens))
    expect(asked.page).toBe('sign-in')
    expect(errorOf(await enters(person, 'perpetua.v'))).toBe('login_required')
  })

  test('is who the portal gets', async () => {
    const other = await signedIn('zephyrine.k')
    const { person } = await signedIn('perpetua.v')
    const asked = await asks(person, naming(other.tokens))
    const tokens = await asked.redeem(await enters(person, 'zephyrine.k'))
    expect(tokens.claims()?.sub).toBe(other.tokens.claims()?.sub)
  })

  test('is who signs in where nobody was', async () => {
    const other = await signedIn('zephyrine.k')
    const person = world.browser()
    await asks(person, naming(other.tokens))
    expect(errorOf(await enters(person, 'perpetua.v'))).toBe('login_required')
  })

  test('is not asked under prompt=none', async () => {
    const other = await signedIn('zephyrine.k')
    const { person } = await signedIn('perpetua.v')
    expect((await asks(person, { ...naming(other.tokens), prompt: 'none' })).error).toBe('login_required')
  })

  test('who is signed in is not asked at all', async () => {
    const { person, tokens } = await signedIn('zephyrine.k')
    const asked = await asks(person, naming(tokens))
    expect((await asked.tokens()).claims()?.sub).toBe(tokens.claims()?.sub)
  })
})

test('a claims parameter that is no such thing is told to the portal', async () => {
  const person = world.browser()
  for (const claims of [sub('x'), sub({ value: 5 }), JSON.stringify({ id_token: { acr: { values: 'x' } } })])
    expect((await asks(person, { claims })).error).toBe('invalid_request')
})

describe('more assurance', () => {
  test('that nothing enrolled can give is not asked for: a wish goes on, a must is told', async () => {
    const { person } = await signedIn('perpetua.v')
    const wish = await asks(person, { acr_values: aal2 })
    expect((await wish.tokens()).claims()?.acr).toBe('urn:vestibule:aal1')
    expect((await asks(person, { claims: acr(aal2) })).error).toBe('unmet_authentication_requirements')
    expect((await asks(person, { acr_values: aal2, prompt: 'none' })).error).toBe('login_required')
  })

  test('that a text can not give costs no text', async () => {
    const { person } = await signedIn('ottoline.w')
    const sent = (await world.inbox.messages(phone)).length
    const wish = await asks(person, { acr_values: passkey })
    expect((await wish.tokens()).claims()?.acr).toBe(aal2)
    expect((await asks(person, { claims: acr(passkey) })).error).toBe('unmet_authentication_requirements')
    expect(await world.inbox.messages(phone)).toHaveLength(sent)
  })

  test('that a text can give is asked for once', async () => {
    const { person } = await signedIn('ottoline.w')
    clock.advance(600)
    const asked = await asks(person, { acr_values: 'urn:vestibule:aal1:confirmed' })
    expect(asked.page).toContain('77')
    await person.submit({})
    const back = await person.submit({ code: await world.inbox.latestCode(phone) })
    expect((await asked.redeem(back.url)).claims()?.acr).toBe('urn:vestibule:aal1:confirmed')
    expect((await asks(person, { acr_values: aal2 })).page).toBeUndefined()
  })
})

describe('new terms', () => {
  afterEach(() => accept())
  const accept = () =>
    world.app.house.db
      .transaction()
      .execute(tx =>
        createTermsAcceptance(
          tx,
          { accountId: plain, document: 'terms', version: world.app.house.settings.terms.version },
          new Date(),
        ),
      )
  const renew = () => world.app.house.db.deleteFrom('terms_acceptances').where('account_id', '=', plain).execute()

  test('are asked of a live session, once', async () => {
    const { person } = await signedIn('perpetua.v')
    await renew()
    const asked = await asks(person, {})
    expect(person.current?.body).toContain('name="terms"')
    const back = await person.submit({ terms: 'on' })
    expect((await asked.redeem(back.url)).claims()?.acr).toBe('urn:vestibule:aal1')
    expect((await asks(person, {})).page).toBeUndefined()
  })

  test('are login_required where nobody may be asked', async () => {
    const { person } = await signedIn('perpetua.v')
    await renew()
    expect((await asks(person, { prompt: 'none' })).error).toBe('login_required')
  })

  test('that were accepted elsewhere meanwhile end at the portal', async () => {
    const { person } = await signedIn('perpetua.v')
    await renew()
    const asked = await asks(person, {})
    await accept()
    const back = await person.open(String(person.current?.url))
    expect((await asked.redeem(back.url)).claims()?.sub).toBeDefined()
  })
})
