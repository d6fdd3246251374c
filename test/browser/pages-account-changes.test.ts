import { expect, test } from '@jest/globals'
import { now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { undoLinkIn } from '../driver/contacts.ts'
import { linkToSelf } from '../driver/links.ts'
import { type Person, patient } from '../driver/patient.ts'
import { importPatient } from '../driver/people.ts'
import { registered } from '../driver/residents.ts'
import { describePages, patience } from './tour.ts'

const fresh = 'seven kelp lanterns'
let count = 0

describePages('pages that change one’s own account', ({ clinic, language, looksAt, opens }) => {
  /** Signed in a moment ago, so that no page asks for a proof first. */
  async function atAccount(over: Parameters<typeof registered>[1] = {}) {
    const { world } = clinic()
    count += 1
    const email = `changes.${count}@example.org`
    const one = await registered(clinic(), { email, ...over })
    await world.app.house.db.updateTable('accounts').set({ language }).where('id', '=', one.id).execute()
    const person = await opens(`${world.issuer}/account`)
    await person.signsIn(one.username, one.password)
    if (over.factors?.length !== 0) await person.confirms(await world.inbox.latestCode(one.phone))
    const goes = (path: string) => person.goes(`${world.issuer}/account${path}`)
    return { ...one, email, person, goes, world, house: world.app.house }
  }
  const chooses = (person: Person, ending: string) => person.page.getByLabel(ending).check()

  test(
    'username, password, contacts, closing and opening again',
    async () => {
      const { id, username, email, phone, person, goes, world, house } = await atAccount()
      const record = { given: 'Ottilie', family: 'Fernsby', birthDate: '1984-03-27', phone }
      await linkToSelf(house, id, await importPatient(house, record))
      await goes('/username')
      await looksAt(person, 'change-username')
      await person.field('change-username.field').fill('someone.else@example.org')
      await person.presses(person.button('change-username.submit'))
      await person.isTold('problem.username-not-your-email')
      await looksAt(person, 'change-username-error')
      await goes('/password')
      await looksAt(person, 'change-password')
      await person.field('field.new_password').fill('too short')
      await person.presses(person.button('change-password.submit'))
      await person.isTold('problem.password-short')
      await looksAt(person, 'change-password-error')
      await person.field('field.new_password').fill(fresh)
      await person.presses(person.button('change-password.submit'))
      await person.isNotified('notice.password-changed')
      await looksAt(person, 'change-password-done')

      await goes('/contacts/remove')
      await looksAt(person, 'remove-contact')
      await goes('/contacts/primary')
      await looksAt(person, 'primary-contact-nothing')
      await goes('/email')
      await looksAt(person, 'add-email')
      await person.field('contacts.add-email.field').fill('nowhere')
      await person.presses(person.button('contacts.send-code'))
      await person.isTold('problem.email-invalid')
      await looksAt(person, 'add-email-error')
      const second = `second.${email}`
      await person.field('contacts.add-email.field').fill(second)
      await person.presses(person.button('contacts.send-code'))
      await looksAt(person, 'add-email-code')
      await person.confirms(await world.inbox.latestCode(second))
      await person.isNotified('notice.contact-added')
      await looksAt(person, 'add-email-done')

      await goes('/phone')
      await looksAt(person, 'add-phone')
      await person.field('contacts.add-phone.field').fill('555')
      await person.presses(person.button('verify.continue'))
      await person.isTold('problem.phone-invalid')
      await looksAt(person, 'add-phone-error')
      await person.field('contacts.add-phone.field').fill(`(312) 555-0${700 + count}`)
      await chooses(person, person.say('contacts.phone-ending', { digits: phone.slice(-2) }))
      await person.presses(person.button('verify.continue'))
      await looksAt(person, 'add-phone-code')

      await goes('/contacts/primary')
      await looksAt(person, 'primary-contact')
      await person.page.locator('input[name=contact]').first().check()
      await person.presses(person.button('verify.continue'))
      await person.sees('contacts.primary.confirm-title')
      await looksAt(person, 'primary-contact-confirm')
      await goes('/contacts/remove')
      await person.presses(person.button('verify.continue'))
      await person.isTold('problem.choose-one')
      await looksAt(person, 'remove-contact-error')
      await person.page.getByLabel(/^(Email|Correo) s/).check()
      await person.presses(person.button('verify.continue'))
      await person.sees('contacts.remove.confirm-title')
      await looksAt(person, 'remove-contact-confirm')
      await person.presses(person.button('contacts.remove.submit'))
      await person.isNotified('notice.contact-removed')

      const undo = await undoLinkIn(world, email)
      await person.goes(undo)
      await person.sees('contacts.undo.title')
      await looksAt(person, 'undo-change')
      await person.presses(person.button('contacts.undo.submit'))
      await person.sees('contacts.undo.done-title')
      await looksAt(person, 'undo-change-done')
      await person.goes(undo)
      await person.sees('contacts.undo.dead-title')
      await looksAt(person, 'undo-change-dead')

      await goes('')
      clock.advance(60)
      await person.signsIn(username, fresh)
      await person.confirms(await world.inbox.latestCode(phone))
      await goes('/close')
      await looksAt(person, 'close-account')
      await person.presses(person.button('close.submit'))
      await person.isTold('problem.close-not-agreed')
      await looksAt(person, 'close-account-error')
      await person.field('close.agree').check()
      await person.presses(person.button('close.submit'))
      await person.isNotified('notice.account-closed')
      await looksAt(person, 'close-account-done')
      clock.advance(60)
      await person.signsIn(username, fresh)
      await person.confirms(await world.inbox.latestCode(phone))
      await person.sees('sign-in.reopen.title')
      await looksAt(person, 'sign-in-reopen')
      const reopen = await undoLinkIn(world, email)
      await person.goes(reopen)
      await person.sees('close.reopen.title')
      await looksAt(person, 'reopen-account')
      await person.presses(person.button('close.reopen.submit'))
      await person.isNotified('notice.account-reopened')
      await looksAt(person, 'reopen-account-done')
      await person.goes(reopen)
      await person.sees('close.reopen.dead-title')
      await looksAt(person, 'reopen-account-dead')
      await person.leaves()
    },
    patience,
  )

  test(
    'the last contact, records that sleep, an account without a password',
    async () => {
      const { id, person, goes, house, phone } = await atAccount({ email: '', factors: [] })
      await goes('/contacts/remove')
      await person.page.locator('input[name=contact]').first().check()
      await person.presses(person.button('verify.continue'))
      await person.isTold('problem.contact-last')
      await looksAt(person, 'remove-contact-last')

      await goes('/records')
      await person.sees('wake-links.nothing-title')
      await looksAt(person, 'wake-links-nothing')
      const record = { given: 'Ottilie', family: 'Fernsby', birthDate: '1984-03-27', phone }
      await linkToSelf(house, id, await importPatient(house, record))
      await house.db
        .updateTable('account_links')
        .set({ asleep_since: now(), asleep_reason: 'staff' })
        .where('account_id', '=', id)
        .execute()
      await goes('')
      await looksAt(person, 'account-hub-asleep')
      await goes('/records')
      await looksAt(person, 'wake-links')
      await person.leaves()
    },
    patience,
  )

  test('without script: the phone changed for another', async () => {
    const { world } = clinic()
    const one = await registered(clinic(), { email: `noscript.phone.${language}@example.org` })
    const person = await patient(clinic()).opens(`${world.issuer}/account`, { javascript: false, width: 320, language })
    await person.signsIn(one.username, one.password)
    await person.confirms(await world.inbox.latestCode(one.phone))
    await person.presses(person.link('http.account.add-phone'))
    const next = language === 'en' ? '+13125550791' : '+13125550792'
    await person.field('contacts.add-phone.field').fill(`(312) ${next.slice(5, 8)}-${next.slice(8)}`)
    await chooses(person, person.say('contacts.phone-ending', { digits: one.phone.slice(-2) }))
    await person.presses(person.button('verify.continue'))
    await person.confirms(await world.inbox.latestCode(next))
    await person.isNotified('notice.contact-added')
    const shown = await person.page.locator('main').textContent()
    expect(shown).toContain(person.say('account.phone', { shown: next.slice(-2) }))
    expect(shown).not.toContain(person.say('account.phone', { shown: one.phone.slice(-2) }))
    await person.goes(await undoLinkIn(world, one.phone))
    await person.sees('contacts.undo.title')
    await person.leaves()
  })

  test('without script: closed, and open again at the next sign-in', async () => {
    const { portal, world } = clinic()
    const one = await registered(clinic(), { email: `noscript.close.${language}@example.org` })
    const person = await patient(clinic()).opens(`${world.issuer}/account`, { javascript: false, width: 320, language })
    await person.signsIn(one.username, one.password)
    await person.confirms(await world.inbox.latestCode(one.phone))
    await person.presses(person.link('http.account.close-account'))
    await person.field('close.agree').check()
    await person.presses(person.button('close.submit'))
    await person.isNotified('notice.account-closed')
    await person.goes(portal.login())
    clock.advance(60)
    await person.signsIn(one.username, one.password)
    await person.confirms(await world.inbox.latestCode(one.phone))
    await person.presses(person.button('sign-in.reopen.submit'))
    await person.landsAt(portal)
    await person.leaves()
  })
})
