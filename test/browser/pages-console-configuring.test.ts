/** The console of whoever configures, as it looks in every look and both languages; a sign-in is tried by keyboard alone. */
import { afterAll, expect, test } from '@jest/globals'
import { patient } from '../driver/patient.ts'
import { openTestInsurer, type TestInsurer } from '../driver/upstream.ts'
import { owner, signsIn } from './console-owner.ts'
import { describePages, patience } from './tour.ts'

let insurer: TestInsurer | undefined
afterAll(() => insurer?.close())

describePages('the console of whoever configures', ({ clinic, looksAt, language }) => {
  test(
    'clients, insurers, keys, settings, branding, operators, rules',
    async () => {
      const { world, organization } = clinic()
      insurer ??= await openTestInsurer({ clients: [] })
      const who = await owner(clinic(), `configures-${language}`, `+1312555${language === 'en' ? 3951 : 3952}`)
      const at = (path: string) => `${world.issuer}/console${path}`
      const person = await patient(clinic()).opens(at('/clients/new'), { language })
      const { page } = person
      await signsIn(person, clinic(), who)

      await person.sees('console.clients.new')
      await person.field('console.clients.id').fill(`harbor-${language}`)
      await person.field('console.clients.name-en').fill('Harbor portal')
      await person.field('console.clients.redirect-uris').fill('https://portal.example/in\nhttps://portal.example/in/')
      await person.presses(person.button('console.clients.create'))
      await looksAt(person, 'console-client-warned')
      await person.field('console.lint.looked').check()
      await person.presses(person.button('console.clients.create'))
      await person.sees('console.clients.secret')
      await person.goes(at(`/clients/harbor-${language}/quick-start`))
      await person.presses(page.getByRole('link', { name: /Spring Security/ }))
      await looksAt(person, 'console-quick-start')

      await person.goes(at('/insurers/new/oidc'))
      await person.field('console.insurers.address.oidc').fill(insurer.issuer)
      await person.presses(person.button('console.insurers.preview.submit'))
      await looksAt(person, 'console-insurer-previewed')
      await person.field('console.insurers.id').fill(`keystone-${language}`)
      await person.field('console.insurers.name').fill('Keystone Mutual')
      await person.field('console.insurers.client-id').fill('vestibule')
      await person.presses(person.button('console.insurers.create'))
      await looksAt(person, 'console-insurer')

      await person.goes(at('/keys'))
      await page.locator('summary', { hasText: person.say('console.keys.rotate') }).click()
      await looksAt(person, 'console-keys')
      await person.goes(at('/settings'))
      await looksAt(person, 'console-settings')
      await person.goes(at(`/branding/${organization}?accent=%23ffdd33`))
      await looksAt(person, 'console-branding')
      await person.goes(at(`/branding/${organization}/texts?find=${language === 'en' ? 'passkey' : 'llave'}`))
      await looksAt(person, 'console-branding-texts')
      await person.goes(at('/operators/new'))
      await person.presses(person.button('console.operators.create'))
      await looksAt(person, 'console-operator-new-error')
      await person.goes(at('/policies/staff'))
      await page.locator('summary', { hasText: person.say('console.policies.change') }).click()
      await looksAt(person, 'console-policy')
      await person.goes(at(`/clients/harbor-${language}/try`))
      await person.field('console.field.reason').fill('before it goes live')
      await person.presses(person.button('console.try.submit'))
      await person.presses(page.locator('.ways a').first())
      await page.getByLabel(person.say('sign-in-test.fresh')).uncheck()
      await looksAt(person, 'console-sign-in-test')
      await person.presses(person.button('sign-in-test.begin'))
      await looksAt(person, 'console-sign-in-test-shown')
      await person.leaves()
    },
    patience,
  )

  // one language is enough for hands
  if (language !== 'en') return
  test(
    'a sign-in is tried with a keyboard, without a script, at 320 px by night',
    async () => {
      const { world } = clinic()
      const who = await owner(clinic(), 'tries-keys', '+13125553953')
      const person = await patient(clinic()).opens(`${world.issuer}/console/clients/${clinic().portal.clientId}`, {
        javascript: false,
        width: 320,
        colorScheme: 'dark',
      })
      const { page } = person
      const { keyboard } = page
      await signsIn(person, clinic(), who)
      await person.tabsTo(person.link('console.try'))
      await person.entersKey()
      await person.tabsTo(person.field('console.field.reason'))
      await keyboard.type('before it goes live')
      await person.tabsTo(person.button('console.try.submit'))
      await person.entersKey()
      await person.tabsTo(page.locator('.ways a').first())
      await person.entersKey()
      // whoever is signed in goes straight through
      await person.tabsTo(page.getByLabel(person.say('sign-in-test.fresh')))
      await keyboard.press('Space')
      await person.tabsTo(person.button('sign-in-test.begin'))
      await person.entersKey()
      expect(await page.locator('pre').allTextContents()).toHaveLength(3)
      expect(await page.locator('pre').nth(2).textContent()).toContain('tries-keys')
      await person.leaves()
    },
    patience,
  )
})
