import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { issueAccessCode } from '../../src/operations/access-codes.ts'
import { createTranslators } from '../../src/platform/index.ts'
import { renderLetter, viewTexts } from '../../views/index.ts'
import { findings, pictureFile, takePicture } from '../driver/album.ts'
import { describeInBrowser } from '../driver/browser.ts'
import { type Clinic, openClinic } from '../driver/clinic.ts'
import { patient } from '../driver/patient.ts'
import { importPatient } from '../driver/people.ts'
import { registered } from '../driver/residents.ts'

const translators = createTranslators([viewTexts])

/** What is around the hosted pages: the letter on paper, the portals of the demo, its inbox. */
describeInBrowser('paper and the demo in a browser', () => {
  let clinic: Clinic
  let page: Page
  beforeAll(async () => {
    clinic = await openClinic()
    page = await clinic.browser.newPage({ viewport: { width: 1280, height: 900 } })
  })
  afterAll(() => clinic?.close())

  const examine = async (name: string) => {
    await takePicture(page, name)
    expect([name, await findings(page)]).toEqual([name, []])
  }

  test('the letter of an access code fits one sheet, in either language first', async () => {
    const { world, organization } = clinic
    const { house } = world.app
    const patientId = await importPatient(house, {
      given: 'Maximiliana Guadalupe',
      family: 'Featherstonehaugh-Villavicencio',
      birthDate: '1951-11-30',
      phone: '+13125552777',
      organization,
    })
    const request = {
      organization,
      patientId,
      channel: 'letter',
      issuedBy: 'test',
      reason: 'asked at the desk',
    } as const
    const issued = await issueAccessCode(house, request)
    if (issued.kind !== 'issued' || !issued.letter) throw new Error('no letter')
    for (const language of ['en', 'es'] as const) {
      await page.setContent(renderLetter({ ...issued.letter, language }, translators))
      await examine(`letter-${language}`)
      const words = (await page.locator('main').textContent()) ?? ''
      expect(words).toContain('Featherstonehaugh-Villavicencio')
      expect(words).not.toMatch(/1951|30 Nov/)
      for (const format of ['Letter', 'A4']) {
        const pdf = await page.pdf({ format, path: pictureFile(`letter-${language}-${format}.pdf`) })
        expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
      }
    }
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 680, height: 940 })
    await takePicture(page, 'letter-print')
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  test('a portal before, after, and when somebody says no; the inbox', async () => {
    const { portal, app, world } = clinic
    await page.goto(portal.url)
    await examine('portal-front')
    const one = await registered(clinic)
    const person = await patient(clinic).opens(portal)
    await person.signsIn(one.username, one.password)
    await person.confirms(await world.inbox.latestCode(one.phone))
    await takePicture(person.page, 'portal-signed-in')
    await person.goes(app.login())
    await person.presses(person.button('http.consent.refuse'))
    expect(await person.heading()).toBe('You are not signed in')
    await takePicture(person.page, 'portal-refused')
    await person.leaves()
    // the whole inbox renews itself, which axe minds; narrowed to one address it stands still
    await page.goto(`${world.app.house.settings.delivery.inbox?.url}/?to=${encodeURIComponent(one.phone)}`)
    await examine('inbox')
  })

  test('what looks for trouble finds some', async () => {
    await page.setContent('<main><img src="data:,"><p style="color:#bbb">hardly to be read</p></main>')
    const found = (await findings(page)).map(one => one.split(':')[0])
    expect(found).toEqual(expect.arrayContaining(['color-contrast', 'document-title', 'html-has-lang', 'image-alt']))
  })
})
