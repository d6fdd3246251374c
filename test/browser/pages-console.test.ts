/** The console as operators meet it: without a script, by keyboard, on a small screen, by night and in Spanish. */
import { expect, test } from '@jest/globals'
import { now } from '../../src/platform/index.ts'
import { createOperator } from '../../src/store/operators.ts'
import { linkToSelf } from '../driver/links.ts'
import { patient } from '../driver/patient.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { describePages, patience } from './tour.ts'

const password = 'wandering otter paints seven lanterns'

describePages('pages of the console', ({ clinic, looksAt, language }) => {
  test(
    'overview, people, clients',
    async () => {
      const { world, organization } = clinic()
      const { house } = world.app
      const phone = language === 'en' ? '+13125553901' : '+13125553902'
      const username = `console-${language}`
      const name = { given: 'Ottoline', family: 'Marchbanks' }
      const accountId = await seedAccount(house, {
        username,
        password,
        phone,
        factors: ['text-code'],
        population: 'staff',
        name,
      })
      await house.db
        .transaction()
        .execute(tx => createOperator(tx, { role: 'owner', accountId, createdBy: 'test' }, now()))
      const someone = `wilhelmina.${language}`
      const born = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27' }
      const member = await seedAccount(house, {
        username: someone,
        password,
        phone: phone.replace('39', '38'),
        factors: ['text-code'],
        name: born,
      })
      await linkToSelf(house, member, await importPatient(house, { ...born, organization }), organization)

      const person = await patient(clinic()).opens(`${world.issuer}/console`, { language })
      const { page } = person
      await person.field('sign-in.username').fill(username)
      await person.field('field.password').fill(password)
      await person.entersKey()
      await person.field('field.code').fill(await world.inbox.latestCode(phone))
      await person.entersKey()
      if ((await person.heading()) !== person.say('console.overview'))
        await person.presses(person.button('passkey.not-now'))
      await person.sees('console.overview')
      await looksAt(person, 'console-overview')

      await person.presses(person.link('console.clients').last())
      await person.sees('console.clients')
      await looksAt(person, 'console-clients')
      await person.presses(person.link('console.clients.new'))
      await looksAt(person, 'console-client-new')
      await person.field('console.clients.name-en').fill('Eastside portal')
      await person.presses(person.button('console.clients.create'))
      await looksAt(person, 'console-client-new-error')
      await person.goes(`${world.issuer}/console/people`)
      await person.sees('console.organization')
      await looksAt(person, 'console-organization')
      await page.getByLabel('Harbor').check()
      await person.presses(person.button('console.organization.choose'))
      await person.field('console.people.value').fill(someone)
      await page.getByLabel(person.say('console.field.reason')).fill('They called us')
      await looksAt(person, 'console-people')
      await person.presses(person.button('console.people.search'))
      await looksAt(person, 'console-people-found')
      await person.presses(page.getByRole('link', { name: 'Wilhelmina Quackenbush' }))
      await looksAt(person, 'console-person')
      expect(person.trouble).toEqual([])
      await person.leaves()
    },
    patience,
  )
})
