import { afterAll, expect, test } from '@jest/globals'
import { federationAddresses } from '../../src/connectors/index.ts'
import { findMember, type Member, subjectOf } from '../../src/demo/insurer/members.ts'
import { type DemoInsurer, startDemoInsurer } from '../../src/demo/insurer/server.ts'
import { type InsurerTexts, insurerTexts } from '../../src/demo/insurer/texts.ts'
import { makeInsurerTest } from '../../src/operations/insurer-tests.ts'
import { newId, now } from '../../src/platform/index.ts'
import { createAccountUpstream } from '../../src/store/account-upstreams.ts'
import type { Clinic } from '../driver/clinic.ts'
import { clock } from '../driver/clock.ts'
import { type Person, patient } from '../driver/patient.ts'
import { importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { findFreePort } from '../driver/ports.ts'
import { offersInsurers } from '../driver/upstream.ts'
import { describePages, patience } from './tour.ts'

const names = { oidc: 'Commonwealth Health Plan', saml: 'Keystone Mutual' }
let insurer: DemoInsurer | undefined
afterAll(() => insurer?.close())

/** The insurer of the demo, for both protocols; nobody is tied to it yet. */
async function insurerOf({ world, origins, organization }: Clinic): Promise<DemoInsurer> {
  await world.database.pool.query(
    'delete from limits; delete from failure_budgets; truncate accounts, patients cascade',
  )
  if (insurer) return insurer
  const port = await findFreePort()
  const [oidc, saml] = ['commonwealth-health', 'keystone-mutual'].map(id => federationAddresses(world.issuer, id))
  const [callback = '', metadata = '', acs = ''] = [oidc?.callback, saml?.metadata, saml?.acs]
  insurer = await startDemoInsurer({
    port,
    clients: [
      {
        client_id: 'vestibule',
        redirect_uris: [callback],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: `${world.issuer}/jwks`,
      },
    ],
    serviceProviders: [
      { entityId: metadata, acs, metadata: async () => (await fetch(metadata)).text(), wantsEncrypted: true },
    ],
  })
  origins.push(new URL(insurer.issuer).origin)
  await offersInsurers(
    world,
    `
kind: insurer
id: commonwealth-health
name: ${names.oidc}
plans: [Commonwealth HMO, Commonwealth PPO]
protocol: oidc
issuer: ${insurer.issuer}
client: { id: vestibule, auth: private_key_jwt }
scopes: [openid, profile, email, phone, member]
claims: { member_id: member_number }
linking: { by_member_id: true, payers: [Commonwealth] }
organizations: [${organization}]
---
kind: insurer
id: keystone-mutual
name: ${names.saml}
plans: [Keystone Gold]
protocol: saml
metadata_url: ${insurer.samlMetadata}
want_encrypted: true
organizations: [${organization}]
`,
  )
  return insurer
}
const member = (username: string): Member => findMember(username, `${username} at the plan`) as Member

/** On the insurer's own pages. */
async function signsInThere(person: Person, words: InsurerTexts, username: string): Promise<void> {
  await person.page.getByLabel(words.username).fill(username)
  await person.page.getByLabel(words.password).fill(`${username} at the plan`)
  await person.presses(person.page.getByRole('button', { name: words.signIn, exact: true }))
}
const picks = async (person: Person, name: string) => {
  await person.page.getByLabel(name).check()
  await person.presses(person.button('verify.continue'))
}
const takesWay = (person: Person, way: string) => picks(person, person.say(`insurer.way.${way}`))
const goesTo = (person: Person, name: string) =>
  person.presses(person.page.getByRole('button', { name: person.say('insurer.to.submit', { name }), exact: true }))
const recordOf = ({ given_name, family_name, birth_date, phone, member_id }: Member, organization: string) => ({
  given: given_name,
  family: family_name,
  birthDate: birth_date,
  phone,
  organization,
  coverage: { payer: 'commonwealth', memberId: member_id },
})
const password = 'violet otter kelp'

describePages('pages of the sign-in with an insurer', ({ clinic, language, looksAt, opens }) => {
  const words = insurerTexts[language]

  test(
    'a first sign-in by member id, and the next one',
    async () => {
      const { world, portal, organization } = clinic()
      await insurerOf(clinic())
      const walter = member('walter')
      await importPatient(world.app.house, recordOf(walter, organization))
      const person = await opens(portal.login())
      await person.presses(person.link('sign-in.insurer'))
      await person.sees('insurer.choose.title')
      await looksAt(person, 'choose-insurer')
      await person.page.getByLabel(person.say('insurer.choose.search')).fill('no such plan')
      await person.presses(person.button('insurer.choose.find'))
      await person.isTold('problem.insurer-none')
      await looksAt(person, 'choose-insurer-none')
      await person.page.getByLabel(person.say('insurer.choose.search')).fill('commonwealth ppo')
      await person.presses(person.button('insurer.choose.find'))
      await picks(person, names.oidc)
      await person.presses(person.page.getByRole('button', { name: words.refuse, exact: true }))
      await person.sees('upstream-declined.title', { name: names.oidc })
      await looksAt(person, 'upstream-declined')
      await person.presses(person.button('insurer.try-again'))
      await signsInThere(person, words, 'walter')
      await person.sees('insurer.have.title')
      await looksAt(person, 'have-account')
      await takesWay(person, 'member')
      await looksAt(person, 'prove-record')
      await person.confirms('000000')
      await looksAt(person, 'prove-record-wrong')
      await person.provesPhone(await world.inbox.latestCode(walter.phone))
      await person.sees('insurer.person.title')
      await looksAt(person, 'insurer-confirm-person')
      await person.presses(person.button('insurer.person.yes'))
      await person.acceptsTerms()
      await person.hasNoEmail()
      await looksAt(person, 'insurer-credentials')
      await person.presses(
        person.page.getByRole('button', { name: person.say('credentials.insurer', { name: names.oidc }) }),
      )
      await person.choosesTextMe()
      const { claims } = await person.landsAt(portal)
      expect(claims).toMatchObject({ amr: ['fed', 'mfa', 'otp', 'sms'] })

      await person.goes(portal.login({ prompt: 'login' }))
      await person.presses(person.link('sign-in.insurer'))
      await person.sees('insurer.remembered.title', { name: names.oidc })
      await looksAt(person, 'remembered-insurer')
      await goesTo(person, names.oidc)
      if (new URL(person.page.url()).origin !== portal.url) await signsInThere(person, words, 'walter')
      await person.landsAt(portal)
      await person.leaves()
    },
    patience,
  )

  test(
    'SAML, without a script: tied to an account by its own sign-in',
    async () => {
      const { world, portal } = clinic()
      await insurerOf(clinic())
      const username = 'harbor.keystone'
      await seedAccount(world.app.house, { username, password })
      const person = await patient(clinic()).opens(portal.login(), { javascript: false, width: 320, language })
      await person.presses(person.link('sign-in.insurer'))
      await picks(person, names.saml)
      await signsInThere(person, words, 'jun')
      // what a script would press
      await person.presses(person.page.getByRole('button', { name: words.go, exact: true }))
      await takesWay(person, 'sign-in')
      await person.signsIn(username, password)
      await person.landsAt(portal)
      await person.leaves()
    },
    patience,
  )

  test(
    'an insurer that is down; then an access code, or a registration, ties it',
    async () => {
      const { world, portal, organization } = clinic()
      const { setFaults } = await insurerOf(clinic())
      const person = await opens(portal.login())
      await person.presses(person.link('sign-in.insurer'))
      // an answer stands for its being there for a minute; the journey in the other language had a clock of its own
      clock.advance(language === 'en' ? 90 : 600)
      await setFaults({ down: true })
      await picks(person, names.saml)
      await setFaults({ down: false })
      await person.sees('upstream-unavailable.title', { name: names.saml })
      await looksAt(person, 'upstream-unavailable')
      await person.presses(person.button('insurer.try-again'))
      await signsInThere(person, words, language === 'en' ? 'rosa' : 'nora')
      if (language === 'en') {
        const rosa = member('rosa')
        const patientId = await importPatient(world.app.house, recordOf(rosa, organization))
        await takesWay(person, 'access-code')
        await person.entersAccessCode(await printLetter(world.app.house, patientId, organization), rosa.birth_date)
        await person.provesPhone(await world.inbox.latestCode(rosa.phone))
        await person.confirmsName()
        await person.acceptsTerms()
        await person.hasNoEmail()
        await looksAt(person, 'activate-credentials-insurer')
        await person.setsPassword('harbor.rosa', password)
        await person.choosesTextMe()
        await person.landsAt(portal)
      } else {
        await takesWay(person, 'register')
        await looksAt(person, 'register-from-insurer')
        await person.continues()
        await person.page.getByLabel(person.say('register.who.self')).check()
        await person.continues()
        expect(await person.field('person.family').inputValue()).toBe('Quinn')
        await looksAt(person, 'register-you-from-insurer')
      }
      await person.leaves()
    },
    patience,
  )

  test(
    'a letter first, then an insurer instead of a password',
    async () => {
      const { world, portal, organization } = clinic()
      await insurerOf(clinic())
      const nora = member('nora')
      const patientId = await importPatient(world.app.house, recordOf(nora, organization))
      const person = await opens(portal.login({ vestibule_flow: 'activate' }))
      await person.entersAccessCode(await printLetter(world.app.house, patientId, organization), nora.birth_date)
      await person.provesPhone(await world.inbox.latestCode(nora.phone))
      await person.confirmsName()
      await person.acceptsTerms()
      await person.hasNoEmail()
      await looksAt(person, 'activate-credentials-any-insurer')
      await person.presses(person.button('credentials.any-insurer'))
      await looksAt(person, 'activate-choose-insurer')
      await picks(person, names.oidc)
      await signsInThere(person, words, 'nora')
      await person.choosesTextMe()
      await person.landsAt(portal)
      await person.leaves()
    },
    patience,
  )

  test(
    'on the account page, in a test of the connection, and where an answer is not taken',
    async () => {
      const { world } = clinic()
      const { issuer } = await insurerOf(clinic())
      const { house } = world.app
      const username = 'harbor.connects'
      const accountId = await seedAccount(house, { username, password })
      const person = await opens(`${world.issuer}/account`)
      await person.signsIn(username, password)
      await person.goes(`${world.issuer}/account/insurers/add`)
      await looksAt(person, 'link-insurer')
      await picks(person, names.saml)
      await signsInThere(person, words, 'walter')
      await looksAt(person, 'confirm-link')
      await person.presses(person.button('own-insurers.link.submit'))
      await person.isNotified('notice.insurer-linked')
      const name = { issuer, subject: subjectOf(member('walter')) }
      const link = { id: newId(), accountId, insurer: 'commonwealth-health', name, basis: 'account' }
      await house.db.transaction().execute(tx => createAccountUpstream(tx, house.sealer, link, now()))
      await person.goes(`${world.issuer}/account`)
      await looksAt(person, 'account-insurers')
      await person.presses(person.link('http.account.unlink-insurer'))
      await looksAt(person, 'unlink-insurer')
      await picks(person, names.saml)
      await looksAt(person, 'confirm-unlink')
      await person.presses(person.button('own-insurers.unlink.submit'))
      await person.isNotified('notice.insurer-unlinked')

      const test = await makeInsurerTest(house, { insurer: 'keystone-mutual', actor: 'cli:test' }, now())
      await person.goes(`${test?.link}?lang=${language}`)
      await looksAt(person, 'begin-insurer-test')
      await goesTo(person, names.saml)
      await signsInThere(person, words, 'jun')
      await person.sees('insurer-test.done', { name: names.saml })
      await looksAt(person, 'insurer-test-verdict')
      await person.goes(`${world.issuer}/federation/keystone-mutual/callback?state=${'A'.repeat(43)}&lang=${language}`)
      await looksAt(person, 'insurer-answer-refused')
      await person.leaves()
    },
    patience,
  )
})
