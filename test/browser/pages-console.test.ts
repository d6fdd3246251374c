/** The console as operators meet it: in every look and both languages, and with a keyboard and no script at all. */
import { expect, test } from '@jest/globals'
import { linkToSelf } from '../driver/links.ts'
import { patient } from '../driver/patient.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { owner, password, signsIn } from './console-owner.ts'
import { describePages, patience } from './tour.ts'

describePages('pages of the console', ({ clinic, looksAt, language }) => {
  test(
    'overview, people, clients',
    async () => {
      const { world, organization } = clinic()
      const { house } = world.app
      const digit = language === 'en' ? 1 : 2
      const who = await owner(clinic(), `console-${language}`, `+1312555390${digit}`)
      const someone = `wilhelmina.${language}`
      const born = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27' }
      const member = await seedAccount(house, {
        username: someone,
        password,
        phone: `+1312555380${digit}`,
        factors: ['text-code'],
        name: born,
      })
      await linkToSelf(house, member, await importPatient(house, { ...born, organization }), organization)

      const person = await patient(clinic()).opens(`${world.issuer}/console`, { language })
      const { page } = person
      await signsIn(person, clinic(), who)
      if ((await person.heading()) !== person.say('console.overview'))
        await person.presses(person.button('passkey.not-now'))
      await person.sees('console.overview')
      await looksAt(person, 'console-overview')

      await person.presses(person.link('console.clients').first())
      await person.sees('console.clients')
      await looksAt(person, 'console-clients')
      await person.presses(person.link('console.clients.new'))
      await person.field('console.clients.name-en').fill('Eastside portal')
      await person.presses(person.button('console.clients.create'))
      expect(await page.title()).toContain('Error:')
      await looksAt(person, 'console-client-new-error')

      await person.goes(`${world.issuer}/console/people`)
      await person.sees('console.organization')
      await looksAt(person, 'console-organization')
      await page.getByLabel('Harbor').check()
      await person.presses(person.button('console.organization.choose'))
      await person.field('console.people.value').fill(someone)
      await person.field('console.field.reason').fill('They called us')
      await person.presses(person.button('console.people.search'))
      await looksAt(person, 'console-people-found')
      await person.presses(page.getByRole('link', { name: 'Wilhelmina Quackenbush' }))
      await looksAt(person, 'console-person')
      await person.leaves()
    },
    patience,
  )

  // one language is enough for hands
  if (language !== 'en') return
  test(
    'a client is registered, and its secret changed, with a keyboard, without a script, at 320 px by night',
    async () => {
      const { world } = clinic()
      const who = await owner(clinic(), 'console-keys', '+13125553903')
      const person = await patient(clinic()).opens(`${world.issuer}/console`, {
        javascript: false,
        width: 320,
        colorScheme: 'dark',
      })
      const { page } = person
      const { keyboard } = page
      const types = async (label: string, words: string) => {
        await person.tabsTo(person.field(label))
        await keyboard.type(words)
      }
      await signsIn(person, clinic(), who)
      await person.sees('console.overview')

      await person.tabsTo(page.locator('.places > summary'))
      await keyboard.press('Enter')
      await person.tabsTo(page.locator('.places').getByRole('link', { name: person.say('console.clients') }))
      await person.entersKey()
      await person.tabsTo(person.link('console.clients.new'))
      await person.entersKey()
      await types('console.clients.id', 'eastside-portal')
      await types('console.clients.name-en', 'Eastside portal')
      await types('console.clients.redirect-uris', 'https://portal.eastside.example/callback')
      await person.tabsTo(person.button('console.clients.create'))
      await person.entersKey()
      await person.sees('console.clients.secret')
      const first = await page.locator('code.big').textContent()

      await person.tabsTo(person.link('console.clients.secret.on'))
      await person.entersKey()
      await person.tabsTo(page.locator('summary', { hasText: person.say('console.clients.rotate') }))
      await keyboard.press('Enter')
      await types('console.field.reason', 'yearly change')
      await person.tabsTo(person.button('console.clients.rotate.submit'))
      await person.entersKey()
      await person.sees('console.clients.secret')
      const second = await page.locator('code.big').textContent()
      expect(second).not.toBe(first)
      await person.leaves()
    },
    patience,
  )
})
