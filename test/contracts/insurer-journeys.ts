import { makeInsurerTest } from '../../src/operations/insurer-tests.ts'
import { newId, now } from '../../src/platform/index.ts'
import { createAccountUpstream } from '../../src/store/account-upstreams.ts'
import { importPatient } from '../driver/people.ts'
import { offersInsurers, openTestInsurer, type TestInsurer } from '../driver/upstream.ts'
import type { World } from '../driver/world.ts'
import { answersOf, goOn, signedIn } from './account-journeys.ts'
import type { Journey } from './journey.ts'

let count = 0
const phoneOf = (number: number) => `+1312555${String(7000 + number)}`
const insurers = new WeakMap<World, Promise<TestInsurer>>()

/** One insurer for all journeys of a world. */
function insurerOf(world: World): Promise<TestInsurer> {
  const known = insurers.get(world) ?? openInsurer(world)
  insurers.set(world, known)
  return known
}
/** Before the world ends. */
export const closeInsurer = async (world: World): Promise<void> => (await insurers.get(world))?.close()

async function openInsurer(world: World): Promise<TestInsurer> {
  const secret = 'what the insurer and we agreed on'
  const callback = `${world.issuer}/federation/lakeside/callback`
  const insurer = await openTestInsurer({ clients: [{ id: 'vestibule', secret, callback }] })
  await offersInsurers(
    world,
    `
kind: insurer
id: lakeside
name: Lakeside Health
plans: [Lakeside Basic]
protocol: oidc
issuer: ${insurer.issuer}
client: { id: vestibule, auth: client_secret_basic, secret: env:LAKESIDE_SECRET }
claims: { member_id: member_number, given_name: given_name, family_name: family_name, birthdate: birthdate }
linking: { by_member_id: true }
`,
    { LAKESIDE_SECRET: secret },
  )
  return insurer
}
/** Whoever stands at the insurer's desk from now on; a new member each time. */
async function newMember(world: World) {
  count += 1
  const member = {
    sub: `contract-member-${count}`,
    member_number: `LAK-${10_000 + count}`,
    given_name: 'Wilhelmina',
    family_name: 'Quackenbush',
    birthdate: '1984-03-27',
  }
  const insurer = await insurerOf(world)
  insurer.signsIn(member)
  return member
}
const toLakeside = async () => ({ fields: { insurer: 'lakeside', plan: '' } })

export const insurerJourneys: Readonly<Record<string, Journey>> = {
  insurer: {
    flow: 'insurer',
    first: 'choose-insurer',
    async begin(world) {
      const member = await newMember(world)
      const [phone, username] = [phoneOf(count), `contract-insured-${count}`]
      await importPatient(world.app.house, {
        given: member.given_name,
        family: member.family_name,
        birthDate: member.birthdate,
        phone,
        coverage: { payer: 'lakeside', memberId: member.member_number },
      })
      const agent = world.browser()
      const portal = await world.portal()
      await agent.open((await portal.begins({ idp_hint: 'not-offered' })).url.href)
      const answer = answersOf({
        'choose-insurer': toLakeside,
        upstream: goOn,
        'have-account': async () => ({ fields: { factor: 'member' } }),
        'prove-record': async () => ({ fields: { code: await world.inbox.latestCode(phone) } }),
        'confirm-person': goOn,
        'accept-terms': async () => ({ fields: { terms: 'on' } }),
        'enter-email': async () => ({ fields: {}, action: 'no-email' }),
        'choose-credentials': async () => ({ fields: { username, new_password: '' }, action: 'insurer' }),
        'security-option': async () => ({ fields: { factor: 'text-code' } }),
      })
      return { agent, answer }
    },
  },
  'link-insurer': {
    flow: 'link-insurer',
    first: 'confirm',
    async begin(world) {
      await newMember(world)
      const { agent, open, prove } = await signedIn(world, '/account/insurers/add')
      await open()
      return {
        agent,
        answer: answersOf({ confirm: prove, 'choose-insurer': toLakeside, upstream: goOn, 'confirm-link': goOn }),
      }
    },
  },
  'unlink-insurer': {
    flow: 'unlink-insurer',
    first: 'confirm',
    async begin(world) {
      const { sub } = await newMember(world)
      const { agent, open, prove, accountId } = await signedIn(world, '/account/insurers/remove')
      const { house } = world.app
      const name = { issuer: (await insurerOf(world)).issuer, subject: sub }
      const link = { id: newId(), accountId, insurer: 'lakeside', name, basis: 'account' }
      await house.db.transaction().execute(tx => createAccountUpstream(tx, house.sealer, link, now()))
      await open()
      const answer = answersOf({
        confirm: prove,
        'choose-insurer': async () => ({ fields: { insurer: link.id } }),
        'confirm-unlink': goOn,
      })
      return { agent, answer }
    },
  },
  'insurer-test': {
    flow: 'insurer-test',
    first: 'begin-test',
    async begin(world) {
      await newMember(world)
      const { agent } = await signedIn(world, '/account')
      const test = await makeInsurerTest(world.app.house, { insurer: 'lakeside', actor: 'cli:test' }, now())
      await agent.open(test?.link ?? '')
      return { agent, answer: answersOf({ 'begin-test': goOn, upstream: goOn, verdict: goOn }) }
    },
  },
}
