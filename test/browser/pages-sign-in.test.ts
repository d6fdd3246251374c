import { expect, test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { hashesOf, importPerson } from '../driver/imported.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient } from '../driver/people.ts'
import { goodPassword, registered, withLetter } from '../driver/residents.ts'
import { describePages, patience } from './tour.ts'

describePages('pages of signing in and out', ({ clinic, language, looksAt, opens }) => {
  test(
    'sign-in',
    async () => {
      const { portal, world } = clinic()
      const { username, password, phone } = await registered(clinic(), { terms: null })
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
    'the first sign-in of an imported account',
    async () => {
      const { portal, world, organization } = clinic()
      const username = `rosamund.first.${language}`
      const [email, phone] = [`${username}@example.org`, `+1312555${language === 'en' ? '7721' : '7722'}`]
      const plain = 'marble staircase'
      const { argon2: hash } = await hashesOf(plain)
      await importPerson(world.app.house, { username, email, phone, password: hash, organization, language }, plain)
      const person = await opens(portal)
      await person.signsIn(username, plain)
      await looksAt(person, 'upgrade-email')
      await person.confirms(await world.inbox.latestCode(email))
      await looksAt(person, 'upgrade-terms')
      await person.acceptsTerms()
      await person.sees('option.title')
      await looksAt(person, 'upgrade-option')
      await person.presses(person.button('verify.continue'))
      await looksAt(person, 'upgrade-phone')
      await person.confirms(await world.inbox.latestCode(phone))
      await person.landsAt(portal)
      await person.leaves()
    },
    patience,
  )

  test(
    'a way to confirm, added in a step-up',
    async () => {
      const { portal, world, organization } = clinic()
      const { id, username, password } = await registered(clinic(), { factors: [] })
      const phone = `+1312555${language === 'en' ? '7711' : '7712'}`
      const record = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27', phone, organization }
      await linkToSelf(world.app.house, id, await importPatient(world.app.house, record), organization)
      const person = await opens(portal)
      await person.signsIn(username, password)
      await person.goes(portal.login({ acr_values: 'urn:vestibule:aal2' }))
      await person.sees('sign-in.add.title')
      await looksAt(person, 'add-way')
      await person.page.getByLabel(person.say('sign-in.add.totp')).check()
      await person.presses(person.button('verify.continue'))
      await person.sees('factor.text-code.title')
      await looksAt(person, 'add-way-prove-number')
      await person.confirms(await world.inbox.latestCode(phone))
      await person.sees('authenticator.about.title')
      await person.presses(person.button('authenticator.about.submit'))
      await person.sees('authenticator.confirm.title')
      await looksAt(person, 'add-way-confirm-app')
      await person.presses(person.button('sign-in.not-now'))
      expect(new URL(person.page.url()).origin).toBe(portal.url)
      clock.advance(60)
      await person.goes(portal.login({ acr_values: 'urn:vestibule:aal2:phishing-resistant' }))
      await person.presses(person.button('verify.continue'))
      await person.confirms(await world.inbox.latestCode(phone))
      await person.sees('passkey.title')
      await looksAt(person, 'add-way-passkey')
      await person.leaves()
    },
    patience,
  )

  test(
    'where something ends',
    async () => {
      const { portal, world, organization } = clinic()
      const letter = await withLetter(clinic())
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
      const { portal, app, world } = clinic()
      const one = await registered(clinic())
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
