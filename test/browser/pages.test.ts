import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Language } from '../../src/core/index.ts'
import { type LookName, takePictures } from '../driver/album.ts'
import { describeInBrowser } from '../driver/browser.ts'
import { type Clinic, openClinic, type PortalSite } from '../driver/clinic.ts'
import { clock } from '../driver/clock.ts'
import { type Person, patient } from '../driver/patient.ts'
import { goodPassword, registered, withLetter } from '../driver/residents.ts'

const looksOf: Readonly<Record<Language, readonly LookName[]>> = {
  en: ['light', 'dark', 'forced', 'phone'],
  es: ['spanish'],
}

/** Many pictures: a busy machine may take its time. */
const patience = 180_000

/** Every page that a person can meet on both journeys, error states included, as it looks and as axe finds it. */
describeInBrowser('pages in a browser', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())
  afterEach(() => clock.reset())

  describe.each(['en', 'es'] as const)('%s', language => {
    const opens = (place: PortalSite | string, more = {}): Promise<Person> =>
      patient(clinic).opens(place, { language, ...more })
    const looksAt = (person: Person, name: string) => takePictures(person.page, name, looksOf[language])

    test(
      'sign-in',
      async () => {
        const { portal, world } = clinic
        const { username, password, phone } = await registered(clinic, { terms: null })
        const person = await opens(portal)
        await looksAt(person, 'sign-in')
        await person.signsIn(username, '')
        await person.isTold('problem.password-missing')
        await looksAt(person, 'sign-in-empty')
        await person.signsIn(username, 'not the password')
        await person.isTold('problem.sign-in-failed')
        expect(await person.field('sign-in.username').inputValue()).toBe(username)
        await looksAt(person, 'sign-in-error')
        await person.signsIn(username, password)
        await looksAt(person, 'confirm')
        await person.confirms('12')
        await person.isTold('problem.code-format')
        await looksAt(person, 'confirm-error')
        await person.presses(person.button('factor.voice-code.switch'))
        await person.sees('factor.voice-code.title')
        await looksAt(person, 'confirm-call')
        clock.advance(31)
        await person.goes(person.page.url())
        await person.presses(person.button('factor.voice-code.again'))
        await person.isNotified('notice.code-sent')
        await looksAt(person, 'confirm-sent-again')
        await person.confirms(await world.inbox.latestCode(phone))
        await looksAt(person, 'accept-terms-changed')
        await person.presses(person.button('verify.continue'))
        await person.isTold('problem.terms-required')
        await looksAt(person, 'accept-terms-error')
        await person.acceptsTerms()
        await person.landsAt(portal)
        await person.leaves()
      },
      patience,
    )

    test(
      'an access code, until it is proven',
      async () => {
        const { portal, world } = clinic
        const letter = await withLetter(clinic, { email: 'wilhelmina.of.record@example.org' })
        const person = await opens(portal.login({ vestibule_flow: 'activate' }))
        await looksAt(person, 'enter-access-code')
        await person.entersAccessCode('7KDM-PQ4X', letter.birthDate)
        await person.isTold('problem.access-code-shape')
        await looksAt(person, 'enter-access-code-shape')
        await person.entersAccessCode(letter.code, '1984-13-40')
        await looksAt(person, 'enter-access-code-date')
        await person.entersAccessCode(letter.code, '1948-03-27')
        await person.isTold('problem.access-code-wrong')
        await looksAt(person, 'enter-access-code-wrong')
        await person.entersAccessCode(letter.code, letter.birthDate)
        await looksAt(person, 'prove-contact')
        await person.confirms('000000')
        await person.isTold('problem.code-wrong')
        await looksAt(person, 'prove-contact-error')
        await person.presses(person.button('verify.another-way'))
        await looksAt(person, 'choose-contact')
        await person.page.getByLabel(person.say('factor.email-code.choice', { masked: 'none' })).check()
        await person.presses(person.button('verify.continue'))
        await looksAt(person, 'prove-contact-email')
        await person.presses(person.button('activate.help.lost-number'))
        await looksAt(person, 'contact-help')
        await person.presses(person.button('activate.help.back'))
        await person.confirms(await world.inbox.latestCode('wilhelmina.of.record@example.org'))
        await looksAt(person, 'confirm-person')
        await person.isSomebodyElse()
        await looksAt(person, 'denied-not-me')
        await person.leaves()
      },
      patience,
    )

    test(
      'an access code, to the end',
      async () => {
        const { portal, world } = clinic
        const letter = await withLetter(clinic)
        const taken = await registered(clinic)
        const person = await opens(portal.login({ vestibule_flow: 'activate' }))
        await person.entersAccessCode(letter.code, letter.birthDate)
        await person.provesPhone(await world.inbox.latestCode(letter.phone))
        await person.confirmsName()
        await looksAt(person, 'accept-terms')
        await person.acceptsTerms()
        await looksAt(person, 'enter-email')
        await person.givesEmail('wilhelmina at example')
        await person.isTold('problem.email-invalid')
        await looksAt(person, 'enter-email-error')
        await person.givesEmail(letter.email)
        await looksAt(person, 'confirm-email')
        await person.provesEmail(await world.inbox.latestCode(letter.email))
        await looksAt(person, 'choose-credentials')
        await person.setsPassword(letter.username, 'password1234')
        await person.isTold('problem.password-common')
        await looksAt(person, 'choose-credentials-common')
        await person.setsPassword(taken.username, goodPassword)
        await person.isTold('problem.username-taken')
        await looksAt(person, 'choose-credentials-taken')
        await person.setsPassword(letter.username, goodPassword)
        await looksAt(person, 'security-option')
        await person.field('activate.option.phone').fill('12')
        await person.choosesTextMe()
        await person.isTold('problem.phone-invalid')
        await looksAt(person, 'security-option-error')
        await person.field('activate.option.phone').fill('(312) 555-1999')
        await person.choosesTextMe()
        await looksAt(person, 'confirm-phone')
        await person.confirms(await world.inbox.latestCode('+13125551999'))
        await person.landsAt(portal)

        const again = await opens(portal.login({ vestibule_flow: 'activate' }))
        await again.entersAccessCode(letter.code, letter.birthDate)
        await again.isTold('problem.access-code-used')
        await looksAt(again, 'enter-access-code-used')
        await again.leaves()
        await person.leaves()
      },
      patience,
    )

    test(
      'where something ends',
      async () => {
        const { portal, world, organization } = clinic
        const letter = await withLetter(clinic)
        const person = await opens(`${world.issuer}/activate?organization=${organization}`)
        await person.entersAccessCode(letter.code, letter.birthDate)

        const other = await opens(person.page.url())
        await other.sees('view.error.other-browser.title')
        await looksAt(other, 'other-browser')
        await other.goes(`${world.issuer}/nowhere`)
        await looksAt(other, 'not-found')
        await other.goes(
          `${world.issuer}/authorize?client_id=${portal.clientId}&response_type=code&redirect_uri=http://elsewhere.example/callback`,
        )
        await other.sees('view.error.portal.title')
        await other.page.locator('summary').click()
        await looksAt(other, 'portal-error')
        await other.switchesLanguage()
        await other.sees('view.error.portal.title')
        await other.leaves()

        clock.advance(3 * 3600)
        await person.confirms('123456')
        await person.sees('view.error.expired.title')
        await looksAt(person, 'expired')
        await person.presses(person.link('http.start-again'))
        await person.sees('activate.code.title')
        await person.leaves()

        const late = await opens(portal)
        clock.advance(3 * 3600)
        await late.signsIn('somebody', goodPassword)
        await looksAt(late, 'expired-at-portal')
        await late.leaves()
      },
      patience,
    )

    test(
      'consent, account and signing out',
      async () => {
        const { portal, app, world } = clinic
        const one = await registered(clinic)
        const person = await opens(app)
        await person.signsIn(one.username, one.password)
        await person.confirms(await world.inbox.latestCode(one.phone))
        await person.sees('http.consent.title', { portal: language === 'es' ? 'Pasos diarios' : 'Daily steps' })
        await looksAt(person, 'consent')
        await person.presses(person.button('http.consent.allow'))
        await person.landsAt(app)
        await person.goes(portal.login())
        await person.landsAt(portal)
        await person.goes(`${world.issuer}/account`)
        await looksAt(person, 'account')
        await person.goes(`${world.issuer}/logout`)
        await looksAt(person, 'logout')
        await person.switchesLanguage()
        await person.sees('view.logout.title')
        await person.switchesLanguage()
        await person.presses(person.button('view.logout.yes'))
        await person.sees('view.logout.done.title')
        await looksAt(person, 'logged-out')
        await person.leaves()
      },
      patience,
    )
  })
})
