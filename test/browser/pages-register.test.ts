import { expect, test } from '@jest/globals'
import type { Language } from '../../src/core/index.ts'
import { findAccountFactors } from '../../src/store/account-factors.ts'
import { findAccount, findAccountByLogin } from '../../src/store/accounts.ts'
import type { Clinic } from '../driver/clinic.ts'
import { Device } from '../driver/device.ts'
import { linkToSelf } from '../driver/links.ts'
import { type Person, patient } from '../driver/patient.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { goodPassword } from '../driver/residents.ts'
import { describePages, patience } from './tour.ts'

let count = 0
/** Somebody with a mobile and a mailbox of their own. */
const somebody = (language: Language) => {
  count += 1
  return {
    given: 'Philomena',
    family: 'Quackenbush',
    birthDate: `19${50 + count}-04-17`,
    phone: `+1312555${String(2900 + count)}`,
    email: `philomena.${count}@example.org`,
    username: `philomena.${language}.${count}`,
  }
}
type Somebody = ReturnType<typeof somebody>

async function describesThemself(person: Person, who: Pick<Somebody, 'given' | 'family'>): Promise<void> {
  await person.field('person.given').fill(who.given)
  await person.field('person.family').fill(who.family)
  await person.page.getByLabel(person.say('person.sex.female'), { exact: true }).check()
  await person.continues()
}
async function chooses(person: Person, text: string): Promise<void> {
  await person.page.getByLabel(person.say(text)).check()
  await person.continues()
}
async function givesPhone(person: Person, phone: string): Promise<void> {
  await person.field('option.phone').fill(phone)
  await chooses(person, 'option.text')
}
/** From the first page to the last look at what was typed. */
async function provesBoth(person: Person, who: Somebody, { world }: Clinic): Promise<void> {
  await person.entersBirthDate(who.birthDate)
  await chooses(person, 'register.who.self')
  await describesThemself(person, who)
  await person.field('email.label').fill(who.email)
  await person.continues()
  await person.confirms(await world.inbox.latestCode(who.email))
  await givesPhone(person, who.phone)
  await person.confirms(await world.inbox.latestCode(who.phone))
}
/** The same for somebody who has no email. */
async function provesPhone(person: Person, who: Somebody, { world }: Clinic): Promise<void> {
  await person.entersBirthDate(who.birthDate)
  await chooses(person, 'register.who.self')
  await describesThemself(person, who)
  await person.presses(person.button('email.none'))
  await givesPhone(person, who.phone)
  await person.confirms(await world.inbox.latestCode(who.phone))
}
async function setsUpSignIn(person: Person, who: Somebody): Promise<void> {
  await person.acceptsTerms()
  await person.setsPassword(who.username, goodPassword)
  await person.choosesTextMe()
}

describePages(
  'pages of registration',
  ({ clinic, language, looksAt, opens }) => {
    test(
      'somebody new, from a portal and back to it',
      async () => {
        const { portal, world } = clinic()
        const who = somebody(language)
        const person = await opens(portal.login())
        await person.presses(person.link('sign-in.register'))
        await person.sees('register.birth.title')
        await looksAt(person, 'register')
        await person.entersBirthDate('1984-13-40')
        await person.isTold('problem.birth-date-not-real')
        await looksAt(person, 'register-date')
        await person.entersBirthDate(who.birthDate)
        await looksAt(person, 'register-who')
        await person.continues()
        await person.isTold('problem.choose-one')
        await chooses(person, 'register.who.self')
        await looksAt(person, 'register-details')
        await person.continues()
        await person.isTold('problem.family-name-missing')
        await looksAt(person, 'register-details-error')
        await describesThemself(person, who)
        await person.field('email.label').fill(who.email)
        await person.continues()
        await looksAt(person, 'register-confirm-email')
        await person.confirms(await world.inbox.latestCode(who.email))
        await looksAt(person, 'register-phone')
        await givesPhone(person, '12')
        await person.isTold('problem.phone-invalid')
        await looksAt(person, 'register-phone-error')
        await givesPhone(person, who.phone)
        await looksAt(person, 'register-confirm-phone')
        await person.confirms(await world.inbox.latestCode(who.phone))
        await person.sees('register.review.title')
        await looksAt(person, 'register-review')
        await person.presses(person.button('register.review.submit'))
        await person.sees('register.new.title')
        await looksAt(person, 'register-new-here')
        await person.presses(person.button('register.new.continue'))
        await person.acceptsTerms()
        await person.setsPassword(who.username, goodPassword)
        await looksAt(person, 'register-security-option')
        await person.choosesTextMe()
        await person.sees('register.prospect.title')
        await looksAt(person, 'register-what-next')
        await person.presses(person.button('register.done.submit'))
        expect((await person.landsAt(portal)).userinfo).toMatchObject({ prospective: true })
        await person.leaves()
      },
      patience,
    )

    test(
      'a family member',
      async () => {
        const { portal, world } = clinic()
        const who = somebody(language)
        const person = await opens(portal.login({ vestibule_flow: 'register' }))
        await person.entersBirthDate(who.birthDate)
        await chooses(person, 'register.who.family')
        await describesThemself(person, who)
        await person.presses(person.button('email.none'))
        await givesPhone(person, who.phone)
        await person.confirms(await world.inbox.latestCode(who.phone))
        await person.sees('register.patient.title')
        await looksAt(person, 'register-patient')
        await person.field('person.given').fill('Minnie')
        await person.field('person.family').fill('Quackenbush')
        await person.page.getByLabel(person.say('person.sex.female'), { exact: true }).check()
        await person.entersBirthDate('2031-05-02')
        await person.isTold('problem.birth-date-future')
        await looksAt(person, 'register-patient-error')
        await person.page.getByLabel(person.say('register.patient.parent')).check()
        await person.entersBirthDate('2019-05-02')
        await looksAt(person, 'register-review-family')
        await person.presses(person.button('register.review.submit'))
        await setsUpSignIn(person, who)
        await person.sees('register.family.title')
        await looksAt(person, 'register-request-sent')
        await person.presses(person.button('register.done.submit'))
        await person.landsAt(portal)
        await person.leaves()
      },
      patience,
    )

    test(
      'an email that serves an account, a record that has one, and a child',
      async () => {
        const { portal, world, organization } = clinic()
        const who = somebody(language)
        const owner = await seedAccount(world.app.house, { username: `owner.${who.username}`, email: who.email })
        const patientId = await importPatient(world.app.house, { ...who, organization })
        await linkToSelf(world.app.house, owner, patientId, organization)
        const person = await opens(portal.login({ vestibule_flow: 'register' }))
        await provesBoth(person, who, clinic())
        await person.sees('register.known-email.title')
        await looksAt(person, 'register-known-email')
        await person.presses(person.button('register.known-email.separate'))
        await person.presses(person.button('register.review.submit'))
        await person.sees('register.check-email.title')
        await looksAt(person, 'register-check-email')
        await person.leaves()

        const child = await opens(`${world.issuer}/register?organization=${organization}`)
        await child.entersBirthDate('2019-02-03')
        await child.sees('problem.register-too-young.title')
        await looksAt(child, 'register-too-young')
        await child.goes(`${world.issuer}/register?organization=${organization}`)
        await child.sees('problem.register-too-young.title')
        await child.leaves()
      },
      patience,
    )

    test(
      'a certain match, without a script, on a small screen',
      async () => {
        const { portal, world, organization } = clinic()
        const who = somebody(language)
        const patientId = await importPatient(world.app.house, { ...who, organization })
        const person = await patient(clinic()).opens(portal.login({ vestibule_flow: 'register' }), {
          language,
          javascript: false,
          width: 320,
        })
        await provesBoth(person, who, clinic())
        await person.presses(person.button('register.review.submit'))
        await setsUpSignIn(person, who)
        const { userinfo } = await person.landsAt(portal)
        expect(userinfo['urn:vestibule:patients']).toMatchObject([{ id: patientId, relationship: 'self' }])
        expect(userinfo).not.toHaveProperty('prospective')
        await person.leaves()
      },
      patience,
    )

    test(
      'a passkey as the security option: made on the way, tied to the record, and asked for the next time',
      async () => {
        const { portal, world, organization } = clinic()
        const { db, sealer } = world.app.house
        const who = somebody(language)
        const patientId = await importPatient(world.app.house, { ...who, organization })
        const small = { language, width: 320 }
        const person = await patient(clinic()).opens(portal.login({ vestibule_flow: 'register' }), small)
        const device = await Device.of(person)
        await device.touches(false)
        await provesBoth(person, who, clinic())
        await person.presses(person.button('register.review.submit'))
        await person.acceptsTerms()
        await person.setsPassword(who.username, goodPassword)
        await chooses(person, 'option.passkey')
        await person.sees('passkey.title')
        // nothing is there before the device has answered
        expect(await findAccountByLogin(db, sealer, who.username)).toBeUndefined()
        await device.touches(true)
        await person.presses(person.button('passkey.create'))
        await device.touches(false)
        const { userinfo } = await person.landsAt(portal)
        expect(userinfo['urn:vestibule:patients']).toMatchObject([{ id: patientId, relationship: 'self' }])
        const account = await findAccountByLogin(db, sealer, who.username)
        const factors = await findAccountFactors(db, account?.id ?? '')
        expect(factors.map(({ kind }) => kind)).toContain('passkey')
        expect((await findAccount(db, sealer, account?.id ?? ''))?.securityOption).toBe('passkey')

        // on a browser that nobody knows the device is what is asked for beside the password
        await person.context.clearCookies()
        await person.page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
        await person.goes(portal.login())
        await person.signsIn(who.username, goodPassword)
        await person.sees('factor.passkey.title')
        await device.touches(true)
        await person.presses(person.button('factor.passkey.send'))
        expect((await person.landsAt(portal)).claims).toMatchObject({ acr: 'urn:vestibule:aal2:phishing-resistant' })
        await person.leaves()
      },
      patience,
    )

    test(
      'what a clinic decides for itself, and what happened meanwhile',
      async () => {
        const { world } = clinic()
        const { db } = world.app.house
        const at = (path: string, organization: string) => `${world.issuer}${path}?organization=${organization}`
        const person = await opens(at('/register', 'closed'))
        await person.sees('register.not-offered.title')
        await looksAt(person, 'register-not-offered')
        await person.goes(at('/apply', 'closed'))
        await person.sees('apply.not-offered.title')
        await looksAt(person, 'apply-not-offered')

        await person.goes(at('/register', 'known-only'))
        await provesPhone(person, somebody(language), clinic())
        await person.presses(person.button('register.review.submit'))
        await person.page.getByText(person.say('register.new.not-online')).waitFor()
        expect(await person.button('register.new.continue').count()).toBe(0)
        await looksAt(person, 'register-not-new')

        await person.goes(at('/register', 'with-places'))
        await provesPhone(person, somebody(language), clinic())
        await person.presses(person.button('register.review.submit'))
        await person.presses(person.button('register.new.continue'))
        await person.sees('register.place.title')
        // no preference is a choice, and the one that stands there
        expect(await person.page.locator('option:checked').allTextContents()).toEqual(
          Array(2).fill(person.say('register.place.any')),
        )
        expect(await person.page.locator('option').allTextContents()).not.toContain(person.say('view.choose'))
        await looksAt(person, 'register-place')
        await person.field('register.place.location').selectOption('east')
        await person.continues()
        await person.leaves()

        // while the last page is open: one in each language, for both walk the whole way
        const problem = language === 'en' ? 'register-record-changed' : 'register-account-exists'
        const meanwhile = {
          'register-record-changed': (patientId: string) =>
            db.deleteFrom('patient_contacts').where('patient_id', '=', patientId).execute(),
          async 'register-account-exists'(patientId: string, { username }: Somebody) {
            const other = await seedAccount(world.app.house, { username: `before.${username}` })
            await linkToSelf(world.app.house, other, patientId, 'with-places')
          },
        }
        const who = somebody(language)
        const patientId = await importPatient(world.app.house, { ...who, organization: 'with-places' })
        const claimant = await opens(at('/register', 'with-places'))
        await provesPhone(claimant, who, clinic())
        await claimant.presses(claimant.button('register.review.submit'))
        await claimant.acceptsTerms()
        await claimant.setsPassword(who.username, goodPassword)
        await meanwhile[problem](patientId, who)
        await claimant.choosesTextMe()
        await claimant.sees(`problem.${problem}.title`)
        await looksAt(claimant, `denied-${problem}`)
        await claimant.leaves()
      },
      patience,
    )
  },
  {
    objects: `
kind: organization
id: closed
name: { en: Closed Clinic, es: Clínica Cerrada }
time_zone: America/Chicago
branding: { help_phone: "(555) 010-0142" }
settings: { self_registration: false, applications: false }
---
kind: organization
id: known-only
name: { en: Known Clinic, es: Clínica Conocida }
time_zone: America/Chicago
branding: { help_phone: "(555) 010-0143" }
settings: { new_patients_may_register: false }
---
kind: organization
id: with-places
name: { en: Large Clinic, es: Clínica Grande }
time_zone: America/Chicago
branding: { help_phone: "(555) 010-0144" }
locations: [{ id: east, name: East Side }, { id: west, name: West Side }]
providers: [{ id: dr-okafor, name: Dr. Okafor, location: east }]
`,
  },
)
