import { expect, test } from '@jest/globals'
import type { Language } from '../../src/core/index.ts'
import { type InvitedPerson, invite } from '../driver/invited.ts'
import { type Person, patient } from '../driver/patient.ts'
import { seedAccount } from '../driver/people.ts'
import { goodPassword } from '../driver/residents.ts'
import { describePages, patience } from './tour.ts'

let count = 0
const somebody = (language: Language, organization: string): InvitedPerson => {
  count += 1
  return {
    given: 'Philomena',
    family: 'Quackenbush',
    birthDate: `19${50 + count}-04-17`,
    phone: `+1312555${String(3900 + count)}`,
    email: `philomena.${language}.${count}@example.org`,
    organization,
  }
}
const manager = {
  name: { given: 'Millicent', family: 'Abernathy' },
  relationship: 'guardian',
  basis: 'power of attorney',
} as const

async function chooses(person: Person, text: string): Promise<void> {
  await person.page.getByLabel(person.say(text)).check()
  await person.continues()
}
async function choosesPassword(person: Person, password: string): Promise<void> {
  await person.field('field.new_password').fill(password)
  await person.presses(person.button('credentials.submit'))
}

describePages('pages of the invitation', ({ clinic, language, looksAt, opens }) => {
  test(
    'the patient, from a notice, to its page in the portal',
    async () => {
      const { portal, world, organization } = clinic()
      const who = somebody(language, organization)
      await seedAccount(world.app.house, { username: who.email })
      const targetLinkUri = `${portal.url}/results/41`
      const { link, patientId } = await invite(world, who, { origin: 'notice', targetLinkUri })
      const person = await opens(link)
      await person.sees('invite.open.title')
      await looksAt(person, 'invitation')
      await person.presses(person.button('invite.open.new'))
      await looksAt(person, 'invite-email')
      await person.field('email.label').fill('no address')
      await person.continues()
      await person.isTold('problem.email-invalid')
      await person.givesEmail(who.email)
      await looksAt(person, 'invite-confirm-email')
      await person.confirms(await world.inbox.latestCode(who.email))
      await looksAt(person, 'invite-password')
      await choosesPassword(person, 'short')
      await person.isTold('problem.password-short')
      await choosesPassword(person, 'Philomena Quackenbush 1951')
      await person.acceptsTerms()
      await looksAt(person, 'invite-security-option')
      await person.choosesTextMe()
      await looksAt(person, 'invite-prove-number')
      await person.confirms('000000')
      await person.isTold('problem.code-wrong')
      await person.confirms(await world.inbox.latestCode(who.phone))
      await person.sees('invite.who.title')
      await looksAt(person, 'invite-who')
      await person.continues()
      await person.isTold('problem.choose-one')
      await looksAt(person, 'invite-who-error')
      await chooses(person, 'invite.who.manager')
      await person.sees('invite.nobody.title')
      await looksAt(person, 'invite-nobody-recorded')
      await person.presses(person.link('invite.who.again'))
      await chooses(person, 'invite.who.self')
      await person.sees('invite.username.title')
      await looksAt(person, 'invite-username')
      await person.presses(person.button('credentials.submit'))
      await person.sees('invite.password.title')
      await looksAt(person, 'invite-another-password')
      await choosesPassword(person, goodPassword)
      const { userinfo } = await person.landsAt(portal)
      expect(userinfo['urn:vestibule:patients']).toMatchObject([{ id: patientId, relationship: 'self' }])
      await person.goes(link)
      await person.sees('invite.dead.title')
      await looksAt(person, 'invitation-dead')
      await person.leaves()
    },
    patience,
  )

  test(
    'who manages the account; signed in with it, an invitation that is somebody else’s',
    async () => {
      const { portal, world, organization } = clinic()
      const who = somebody(language, organization)
      const phone = `+1312555${String(3800 + count)}`
      const { link } = await invite(world, who, { representative: { ...manager, phone } })
      const person = await opens(link)
      await person.presses(person.button('invite.open.new'))
      const own = `millicent.${language}.${count}@example.org`
      await person.givesEmail(own)
      await person.confirms(await world.inbox.latestCode(own))
      await choosesPassword(person, goodPassword)
      await person.acceptsTerms()
      await person.page.getByLabel(person.say('option.call')).check()
      await person.continues()
      await person.confirms(await world.inbox.latestCode(who.phone))
      await chooses(person, 'invite.who.manager')
      await looksAt(person, 'invite-own-number')
      await person.confirms(await world.inbox.latestCode(phone))
      await person.sees('invite.manager.title')
      await looksAt(person, 'invite-your-details')
      await person.field('person.given').fill('Millicent')
      await person.field('person.family').fill('Abernathy')
      await person.entersBirthDate('2015-05-06')
      await person.isTold('problem.invite-manager-age')
      await looksAt(person, 'invite-your-details-error')
      await person.entersBirthDate('1961-05-06')
      await person.sees('register.family.title')
      await person.presses(person.button('register.done.submit'))
      await person.landsAt(portal)

      const other = somebody(language, organization)
      await person.goes(`${(await invite(world, other)).link.split('?')[0]}/add`)
      await person.sees('invite.add.title')
      await looksAt(person, 'invitation-add')
      await person.presses(person.button('invite.add.submit'))
      await person.confirms(await world.inbox.latestCode(other.phone))
      await person.presses(person.page.getByRole('button', { name: person.say('invite.who.neither') }))
      await person.sees('problem.invite-not-me.title')
      await looksAt(person, 'invite-not-me')
      await person.leaves()
    },
    patience,
  )

  test(
    'who has an account signs in and adds, without a script, on a small screen',
    async () => {
      const { portal, world, organization } = clinic()
      const who = somebody(language, organization)
      const owner = { username: `adds.${language}.${count}`, password: goodPassword }
      const phone = `+1312555${String(3700 + count)}`
      await seedAccount(world.app.house, { ...owner, phone, factors: ['text-code'] })
      const { link, patientId } = await invite(world, who)
      const person = await patient(clinic()).opens(link, { language, javascript: false, width: 320 })
      await person.presses(person.link('invite.open.add'))
      await person.signsIn(owner.username, owner.password)
      await person.confirms(await world.inbox.latestCode(phone))
      await person.sees('invite.add.title')
      await person.presses(person.button('invite.add.submit'))
      await person.confirms(await world.inbox.latestCode(who.phone))
      await chooses(person, 'invite.who.self')
      const { userinfo } = await person.landsAt(portal)
      expect(userinfo['urn:vestibule:patients']).toMatchObject([{ id: patientId, relationship: 'self' }])
      await person.leaves()
    },
    patience,
  )
})
