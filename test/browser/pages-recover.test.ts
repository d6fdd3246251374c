import { expect, test } from '@jest/globals'
import { requestFactorReset } from '../../src/operations/factor-resets.ts'
import { recoverByStaff } from '../../src/operations/help-desk-acts.ts'
import { now } from '../../src/platform/index.ts'
import type { Clinic } from '../driver/clinic.ts'
import { clock } from '../driver/clock.ts'
import { enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { patient } from '../driver/patient.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { linkIn, linksIn } from '../driver/recovery.ts'
import { goodPassword } from '../driver/residents.ts'
import { describePages, patience } from './tour.ts'

let count = 0
const fresh = 'new harbour kelp'
async function lostPassword({ world, organization }: Clinic, language: 'en' | 'es', factors = ['text-code']) {
  count += 1
  const one = {
    username: `harbor.lost.${count}`,
    email: `lost.${count}@example.org`,
    phone: `+1312555${String(2700 + count)}`,
  }
  const id = await seedAccount(world.app.house, { ...one, password: goodPassword, factors })
  await world.app.house.db.updateTable('accounts').set({ language }).where('id', '=', id).execute()
  return { ...one, id, start: `${world.issuer}/recover?organization=${organization}` }
}

describePages('pages of recovery', ({ clinic, language, looksAt, opens }) => {
  test(
    'by the message, the second proof and a new password',
    async () => {
      const { world, portal } = clinic()
      const who = await lostPassword(clinic(), language)
      const person = await opens(`${portal.login({ vestibule_flow: 'recover' })}`)
      await person.sees('recover.identify.title')
      await looksAt(person, 'recover')
      await person.presses(person.button('recover.identify.submit'))
      await person.isTold('problem.recover-name-missing')
      await looksAt(person, 'recover-error')
      await person.field('recover.identify.label').fill(who.username)
      await person.presses(person.button('recover.identify.submit'))
      await person.sees('recover.sent.title')
      await looksAt(person, 'recover-check-messages')
      await person.confirms('000000')
      await person.isTold('problem.recover-code-wrong')
      await looksAt(person, 'recover-check-messages-error')
      await person.presses(person.button('recover.sent.no-messages'))
      await person.sees('recover.code.title')
      await looksAt(person, 'recover-code')
      await person.presses(person.button('recover.code.back'))
      await person.confirms(await world.inbox.latestCode(who.email))
      await looksAt(person, 'recover-prove-again')
      await person.confirms(await world.inbox.latestCode(who.phone))
      await person.sees('recover.password.title')
      await looksAt(person, 'recover-new-password')
      await person.field('field.new_password').fill(fresh)
      await person.presses(person.button('recover.password.submit'))
      await person.isNotified('notice.recover-password-changed')
      await looksAt(person, 'recover-done')
      await person.signsIn(who.username, fresh)
      await person.landsAt(portal)
      await person.leaves()
    },
    patience,
  )

  test(
    'the link in another browser, one that is dead, the wait and stopping it',
    async () => {
      const { world } = clinic()
      const who = await lostPassword(clinic(), language)
      const asks = await opens(who.start)
      await asks.field('recover.identify.label').fill(who.username)
      await asks.presses(asks.button('recover.identify.submit'))
      const link = await linkIn(world, who.email)
      const person = await opens(link)
      await person.sees('recover.link.title')
      await looksAt(person, 'recover-link')
      await person.presses(person.button('recover.link.submit'))
      await person.presses(person.button('recover.second.no-way'))
      await person.sees('recover.waiting.title')
      await looksAt(person, 'recover-waiting')
      await person.presses(person.button('recover.waiting.begin'))
      await person.sees('recover.waiting.pending-title')
      await looksAt(person, 'recover-waiting-begun')
      await asks.goes(link)
      await asks.sees('recover.link.dead-title')
      await looksAt(asks, 'recover-link-dead')
      const cancel = (await linksIn(world, who.email)).find(each => each.includes('/cancel/')) ?? ''
      await asks.goes(cancel)
      await looksAt(asks, 'recover-cancel')
      await asks.presses(asks.button('recover.cancel.submit'))
      await asks.sees('recover.cancel.done-title')
      await looksAt(asks, 'recover-cancelled')
      await asks.goes(cancel)
      await asks.sees('recover.cancel.nothing-title')
      await looksAt(asks, 'recover-nothing-to-stop')
      await person.goes(person.page.url().replace(/\?.*/, ''))
      await person.sees('recover.waiting.blocked-title')
      await looksAt(person, 'recover-waiting-blocked')
      await asks.leaves()
      await person.leaves()
    },
    patience,
  )

  test(
    'from a password, from a recovery code, with a question, and from the desk',
    async () => {
      const { world, portal, organization } = clinic()
      const { house } = world.app
      const who = await lostPassword(clinic(), language)
      const record = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27' }
      const email = `of.record.${who.username}@example.org`
      await linkToSelf(house, who.id, await importPatient(house, { ...record, email, organization }))
      await house.db
        .updateTable('account_links')
        .set({ organization_id: organization })
        .where('account_id', '=', who.id)
        .execute()
      const person = await opens(portal)
      await person.signsIn(who.username, goodPassword)
      await person.presses(person.button('sign-in.second.no-way'))
      await looksAt(person, 'recover-link-from-password')
      await person.presses(person.button('recover.link.submit'))
      await looksAt(person, 'recover-waiting-from-password')

      const [code = ''] = await enrolRecoveryCodes(house, who.id)
      await person.goes(who.start)
      await person.field('recover.identify.label').fill(who.username)
      await person.presses(person.button('recover.identify.submit'))
      await person.presses(person.button('recover.sent.no-messages'))
      await person.confirms(code)
      await person.presses(person.button('recover.second.no-way'))
      await looksAt(person, 'recover-waiting-from-code')

      await enrolQuestion(house, who.id, 'a lighthouse keeper')
      await house.db
        .updateTable('accounts')
        .set({ security_option: 'security-question' })
        .where('id', '=', who.id)
        .execute()
      clock.advance(61)
      await person.goes(who.start)
      await person.field('recover.identify.label').fill(who.username)
      await person.presses(person.button('recover.identify.submit'))
      await person.confirms(await world.inbox.latestCode(who.email))
      await looksAt(person, 'recover-question')
      await person.page.locator('input[name=answer]').fill('a lighthouse keeper')
      await person.presses(person.button('verify.continue'))
      await looksAt(person, 'recover-contact-of-record')

      const staff = { actor: 'test', operator: 'Dana', organization, reason: 'stands here' }
      const aim = { accountId: who.id, grounds: { inPerson: 'passport' } }
      await requestFactorReset(house, { ...aim, factor: 'all' }, staff, now())
      await person.goes(await linkIn(world, who.email))
      await looksAt(person, 'recover-cancel-reset')
      await person.presses(person.button('recover.cancel.submit'))
      await person.sees('recover.cancel.reset-done-title')
      await looksAt(person, 'recover-cancelled-reset')
      const begun = await recoverByStaff(house, aim, staff, now())
      if (begun.kind !== 'handed-over') throw new Error(begun.kind)
      await person.goes(begun.link)
      await looksAt(person, 'recover-link-in-person')
      await person.presses(person.button('recover.link.submit'))
      await person.field('field.new_password').fill(fresh)
      await person.presses(person.button('recover.password.submit'))
      await person.signsIn(who.username, fresh)
      await house.db
        .updateTable('account_links')
        .set({ asleep_since: now(), asleep_reason: 'staff' })
        .where('account_id', '=', who.id)
        .execute()
      await person.goes(`${world.issuer}/account`)
      await looksAt(person, 'account-asleep')
      await person.goes(`${world.issuer}/account/records`)
      await looksAt(person, 'wake-links')
      await house.db.updateTable('account_links').set({ asleep_since: null }).where('account_id', '=', who.id).execute()
      await person.goes(`${world.issuer}/account/records`)
      await looksAt(person, 'wake-links-nothing')
      await person.leaves()
    },
    patience,
  )

  test(
    'without a script, on a phone',
    async () => {
      const { world, portal } = clinic()
      const who = await lostPassword(clinic(), language)
      const circumstances = { javascript: false, width: 320, language }
      const person = await patient(clinic()).opens(portal.login({ vestibule_flow: 'recover' }), circumstances)
      await person.field('recover.identify.label').fill(who.username)
      await person.presses(person.button('recover.identify.submit'))
      await person.confirms(await world.inbox.latestCode(who.email))
      await person.confirms(await world.inbox.latestCode(who.phone))
      await person.field('field.new_password').fill(fresh)
      await person.presses(person.button('recover.password.submit'))
      await person.signsIn(who.username, fresh)
      await person.landsAt(portal)
      expect(person.trouble).toEqual([])
      await person.leaves()
    },
    patience,
  )
})
