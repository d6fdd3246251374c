import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../driver/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({
    objects: `kind: organization
id: riverside
name: { en: Riverside, es: Ribera }
time_zone: America/New_York
default_language: es
---
kind: client
id: riverside-portal
name: { en: Riverside, es: Ribera }
organization: riverside
redirect_uris: [http://127.0.0.1:9/callback]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
first_party: true
---
kind: texts
id: riverside
texts:
  sign-in.title: { en: "Welcome & <b>come in</b>", es: "Bienvenida a casa" }
---
kind: branding
id: riverside
help_phone: (617) 555-0142
accent: "#7a3b12"
`,
  })
})
afterAll(() => world.close())

const languageOf = async (clientId: string, uiLocales: string | undefined, browser: string) => {
  const portal = await world.portal(clientId)
  const begun = await portal.begins({ scope: 'openid', ...(uiLocales && { ui_locales: uiLocales }) })
  const person = world.browser({ language: browser })
  const answer = await person.open(begun.url.href)
  return /<html[^>]*lang="(\w+)"/.exec(answer.body)?.[1]
}

test.each([
  ['northside-portal', 'es', 'en', 'es'],
  ['northside-portal', 'fr es', 'en', 'es'],
  // a wish that nobody can grant leaves the choice to the browser
  ['northside-portal', 'fr', 'es', 'es'],
  ['northside-portal', 'fr', 'fr', 'en'],
  ['riverside-portal', undefined, 'fr', 'es'],
  ['riverside-portal', 'fr', 'de', 'es'],
  ['riverside-portal', 'fr', 'en', 'en'],
  ['riverside-portal', 'en', 'es', 'en'],
])('%s with ui_locales %s and a browser in %s speaks %s', async (clientId, uiLocales, browser, language) => {
  expect(await languageOf(clientId, uiLocales, browser)).toBe(language)
})

test('an organisation has its own words and branding on its pages, escaped; another one has ours', async () => {
  const page = async (clientId: string, language: string) => {
    const { url } = await (await world.portal(clientId)).begins({ scope: 'openid', ui_locales: language })
    return (await world.browser({ language }).open(url.href)).body
  }
  const english = await page('riverside-portal', 'en')
  // a heading has no marks, and what is special in HTML is text
  expect(english).toContain('<h1>Welcome &amp; come in</h1>')
  expect(english).toContain('(617) 555-0142')
  expect(await page('riverside-portal', 'es')).toContain('Bienvenida a casa')
  const other = await page('northside-portal', 'en')
  expect(other).toContain('Sign in')
  expect(other).not.toContain('Welcome')
})
