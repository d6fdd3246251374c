import { expect, test } from '@jest/globals'
import { Device } from '../driver/device.ts'
import { goodPassword, registered, withLetter } from '../driver/residents.ts'
import { describePages, patience } from './tour.ts'

describePages('pages of an access code', ({ clinic, looksAt, opens }) => {
  test(
    'an access code, until it is proven',
    async () => {
      const { portal, world } = clinic()
      const letter = await withLetter(clinic(), { email: 'wilhelmina.of.record@example.org' })
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
      const { portal, world } = clinic()
      const letter = await withLetter(clinic())
      const taken = await registered(clinic())
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
      await person.field('option.phone-to-reach').fill('12')
      await person.choosesTextMe()
      await person.isTold('problem.phone-invalid')
      await looksAt(person, 'security-option-error')
      await person.field('option.phone-to-reach').fill('(312) 555-1999')
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
    'a passkey instead of a password, and a security question',
    async () => {
      const { portal, world } = clinic()
      const letter = await withLetter(clinic())
      const person = await opens(portal.login({ vestibule_flow: 'activate' }))
      await person.entersAccessCode(letter.code, letter.birthDate)
      await person.provesPhone(await world.inbox.latestCode(letter.phone))
      await person.confirmsName()
      await person.acceptsTerms()
      await person.givesEmail(letter.email)
      await person.provesEmail(await world.inbox.latestCode(letter.email))
      const device = await Device.of(person)
      await person.field('field.username').fill(letter.username)
      await person.presses(person.button('credentials.passkey'))
      await person.sees('passkey.title')
      await looksAt(person, 'activate-passkey')
      await person.presses(person.button('passkey.create'))
      expect(await device.passkeys()).toHaveLength(1)
      await person.sees('option.title')
      await looksAt(person, 'security-option-after-passkey')
      await person.page.getByLabel(person.say('option.security-question')).check()
      await person.presses(person.button('verify.continue'))
      await person.sees('question.title')
      await looksAt(person, 'activate-question')
      await person.presses(person.button('question.submit'))
      await person.isTold('problem.choose-one')
      await looksAt(person, 'activate-question-error')
      await person.leaves()
    },
    patience,
  )
})
