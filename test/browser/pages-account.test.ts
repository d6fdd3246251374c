import { test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { enrolApp, enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { registered } from '../driver/residents.ts'
import { describePages, patience } from './tour.ts'

describePages('pages of one’s own account', ({ clinic, looksAt, opens }) => {
  test(
    'the hub, sessions, portals, preferences, history and the lock',
    async () => {
      const { portal, world } = clinic()
      const { house } = world.app
      const one = await registered(clinic(), { email: 'harbor.reader@example.org' })
      const account = `${world.issuer}/account`
      const elsewhere = await opens(portal)
      await elsewhere.signsIn(one.username, one.password)
      await elsewhere.confirms(await world.inbox.latestCode(one.phone))
      await elsewhere.landsAt(portal)

      clock.advance(60)
      const person = await opens(portal)
      await person.signsIn(one.username, one.password)
      await person.confirms(await world.inbox.latestCode(one.phone))
      await person.landsAt(portal)
      const { id } = await house.db
        .selectFrom('known_devices')
        .innerJoin('accounts', 'accounts.id', 'known_devices.account_id')
        .select('accounts.id')
        .orderBy('known_devices.created_at', 'desc')
        .executeTakeFirstOrThrow()
      await enrolApp(house, id, 'The blue telephone')
      await enrolQuestion(house, id, 'a lighthouse keeper')
      await enrolRecoveryCodes(house, id)

      await person.goes(account)
      await person.sees('account.title')
      await looksAt(person, 'account-hub')

      await person.presses(person.link('http.account.sessions'))
      await person.sees('sessions.title')
      await looksAt(person, 'account-sessions')
      await person.presses(person.button('sessions.end'))
      await person.isNotified('notice.session-ended')
      await looksAt(person, 'account-sessions-ended')

      await person.goes(`${account}/portals`)
      await person.sees('portals.title')
      await looksAt(person, 'account-portals')
      await person.presses(person.button('portals.leave'))
      await person.isNotified('notice.portal-disconnected')
      await looksAt(person, 'account-portals-none')

      await person.goes(`${account}/preferences`)
      await person.sees('preferences.title')
      await looksAt(person, 'account-preferences')

      await person.goes(account)
      await person.presses(person.link('account.history-see'))
      await person.sees('account.history')
      await looksAt(person, 'account-history')
      await person.presses(person.link('account.not-me').first())
      await person.sees('not-me.title')
      await looksAt(person, 'account-not-me')
      await person.presses(person.button('not-me.submit'))
      await person.isNotified('notice.account-locked')
      await looksAt(person, 'account-locked')
      await person.leaves()
      await elsewhere.leaves()
    },
    patience,
  )
})
