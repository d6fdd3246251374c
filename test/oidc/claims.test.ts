import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as client from 'openid-client'
import { type Dispatcher, fetch } from 'undici'
import { newId } from '../../src/platform/index.ts'
import { createAccountLink } from '../../src/store/account-links.ts'
import { importPatient } from '../driver/people.ts'
import { relyingParty } from './relying-party.ts'
import { callback, issuer, type OidcWorld, openOidcWorld } from './world.ts'

let world: OidcWorld
let account: string
const secret = 'portal-secret-0123456789'
const patients = 'urn:vestibule:patients'

beforeAll(async () => {
  world = await openOidcWorld('claims', { instances: 2 })
  const { db } = world.house
  account = await world.test.seedAccount({ username: 'rosalinda.q', email: 'rosalinda@mail.example' })
  const [northside] = await db.selectFrom('organizations').selectAll().execute()
  await db
    .insertInto('organizations')
    .values({
      ...northside,
      id: 'harbor',
      name: JSON.stringify({ en: 'Harbor' }),
      branding: JSON.stringify({}),
      settings: JSON.stringify({}),
    } as never)
    .execute()
  const common = { name: { en: 'Portal' }, redirect_uris: [callback], secrets: [secret] }
  const auth = { method: 'client_secret_basic' as const }
  for (const organization of ['northside', 'harbor', undefined])
    await world.register({
      ...common,
      auth,
      id: organization ?? 'installation',
      ...(organization && { organization }),
      scopes: ['openid', 'email', 'patients'],
      first_party: true,
    })
  await world.register({ ...common, auth, id: 'narrow', scopes: ['openid'], first_party: true })
  await world.register({ ...common, auth, id: 'stranger', scopes: ['openid', 'email', 'phone'], first_party: false })
})
afterAll(() => world.close())

const party = (id: string) => relyingParty(world, id, client.ClientSecretBasic(secret))
const wants = (...names: string[]) =>
  JSON.stringify({ userinfo: Object.fromEntries(names.map(name => [name, null])), id_token: { email: null } })

async function userinfo(id: string, parameters: Record<string, string>, who = account) {
  const portal = await party(id)
  const begun = await portal.authorize(parameters)
  const tokens = await begun.redeem(await world.finish(world.agent(), begun.url, { account: who }))
  return { tokens, claims: await portal.userinfo(tokens.access_token) }
}

describe('claims that are asked for one by one', () => {
  test('of a third party are shown before they are given', async () => {
    const stranger = await party('stranger')
    const begun = await stranger.authorize({ scope: 'openid', claims: wants('email', 'phone_number', 'given_name') })
    const agent = world.agent()
    const opened = await world.finish(agent, begun.url, { account })
    const view = JSON.parse(agent.current?.body ?? '{}')
    expect([...view.scopesToConsent].sort()).toEqual(['email', 'openid', 'phone'])
    const returned = await agent.post(`${opened.pathname}/test`, { result: JSON.stringify({ consent: true }) })
    const tokens = await begun.redeem(new URL(returned.url))
    const claims = await stranger.userinfo(tokens.access_token)
    expect(claims).toMatchObject({ email: 'rosalinda@mail.example' })
    expect(claims).not.toHaveProperty('given_name')

    const more = await stranger.authorize({ scope: 'openid', claims: wants('email'), prompt: 'consent' })
    await agent.open(more.url)
    expect(JSON.parse(agent.current?.body ?? '{}').scopesToConsent.sort()).toEqual(['email', 'openid'])
  })

  test('that are new show only themselves', async () => {
    const stranger = await party('stranger')
    const agent = world.agent()
    const first = await stranger.authorize()
    const opened = await world.finish(agent, first.url, { account })
    await agent.post(`${opened.pathname}/test`, { result: JSON.stringify({ consent: true }) })
    const second = await stranger.authorize({ claims: wants('phone_number') })
    await agent.open(second.url)
    expect(JSON.parse(agent.current?.body ?? '{}').scopesToConsent.sort()).toEqual(['email', 'phone'])
  })

  test('reach no further than the registered scopes, pushed or not', async () => {
    const { tokens, claims } = await userinfo('narrow', { claims: wants('email', patients) })
    expect(Object.keys(claims)).toEqual(['sub'])
    expect(tokens.claims()).not.toHaveProperty('email')
    const narrow = await party('narrow')
    const begun = await narrow.authorize({ claims: wants('email') }, true)
    const pushed = await begun.redeem(await world.finish(world.agent(), begun.url, { account }))
    expect(Object.keys(await narrow.userinfo(pushed.access_token))).toEqual(['sub'])
  })
})

describe('the patients of a person', () => {
  const link = async (organization: string, person: string) => {
    const patientId = await importPatient(world.house, {
      given: 'Rosalinda',
      family: 'Quintanilla',
      birthDate: '1984-03-27',
      organization,
    })
    const row = { id: newId(), accountId: person, patientId, organizationId: organization } as const
    await world.house.db
      .transaction()
      .execute(tx =>
        createAccountLink(tx, { ...row, relationship: 'self', access: 'full', basis: 'test' } as never, new Date()),
      )
    return row.id
  }
  const seen = async (id: string, person: string) => {
    const { claims } = await userinfo(id, { scope: 'openid patients' }, person)
    return {
      organizations: (claims[patients] as { organization: string }[]).map(each => each.organization).sort(),
      prospective: claims.prospective,
    }
  }

  test('stay inside the walls of the organisation whose portal asks', async () => {
    const person = await world.test.seedAccount({ username: 'two.houses' })
    await link('northside', person)
    await link('harbor', person)
    expect(await seen('northside', person)).toEqual({ organizations: ['northside'] })
    expect(await seen('harbor', person)).toEqual({ organizations: ['harbor'] })
    expect(await seen('installation', person)).toEqual({ organizations: ['harbor', 'northside'] })
  })

  test('are none, and the person prospective, while nothing ties them to a record', async () => {
    const person = await world.test.seedAccount({ username: 'no.record' })
    expect(await seen('northside', person)).toEqual({ organizations: [], prospective: true })
    const id = await link('northside', person)
    const update = (change: object) =>
      world.house.db.updateTable('account_links').set(change).where('id', '=', id).execute()
    // tied, though it may not be seen: the clinic knows this person
    await update({ expires_at: new Date(0) })
    expect(await seen('northside', person)).toEqual({ organizations: [] })
    // such as a tie that staff took back
    await update({ ended_at: new Date() })
    expect(await seen('northside', person)).toEqual({ organizations: [], prospective: true })
  })
})

describe('a registration that was narrowed', () => {
  test('takes effect for tokens that are out', async () => {
    const portal = await party('northside')
    const begun = await portal.authorize({ scope: 'openid email' })
    const tokens = await begun.redeem(await world.finish(world.agent(), begun.url, { account }))
    expect(await portal.userinfo(tokens.access_token)).toHaveProperty('email')
    await world.test.database.pool.query(
      `update clients set version = version + 1, object = jsonb_set(object, '{scopes}', '["openid", "patients"]')
       where id = 'northside'`,
    )
    // an instance that has not met this client before
    const answer = await fetch(`${issuer}/userinfo`, {
      dispatcher: world.instances[1]?.dispatcher as Dispatcher,
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    expect(answer.status).toBe(200)
    expect(Object.keys((await answer.json()) as object)).toEqual(['sub'])
  })
})
