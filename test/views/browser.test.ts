import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type Language, languages } from '../../src/core/index.ts'
import { projectRoot } from '../../src/platform/index.ts'
import { assets, renderScreen } from '../../views/index.ts'
import { savePicture } from '../driver/album.ts'
import { describeInBrowser, openBrowser } from '../driver/browser.ts'
import { gallery } from './gallery.ts'
import { samplesIn } from './samples.ts'
import { translators } from './words.ts'

const output = join(projectRoot, 'test/output/gallery')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const samples: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: samplesIn('en'),
  es: samplesIn('es'),
}
const policy =
  "default-src 'none'; style-src 'self' 'nonce-bm9uY2U'; script-src 'self' 'nonce-bm9uY2U'; img-src 'self' data:; font-src 'self'; connect-src 'self'"

/** Serves what the templates draw, under the policy that the product sends. */
function serve(): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const asset = assets().find(one => one.path === url.pathname)
    if (asset) return response.writeHead(200, { 'content-type': asset.type }).end(asset.body)
    if (url.pathname === '/favicon.ico') return response.writeHead(204).end()
    const [, language, name = ''] = url.pathname.split('/') as [string, Language, string?]
    const screen = gallery[name]
    const html = screen
      ? renderScreen({ ...screen, context: { ...screen.context, language } }, translators(language))
      : samples[language]?.[name]
    response.writeHead(html ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      ...(name === 'mail' ? {} : { 'content-security-policy': policy }),
    })
    response.end(html)
  }).listen(0, '127.0.0.1')
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The rules whose answer depends on colours. */
const colourRules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** Error pages differ in words only: one of them stands for the rest in all looks but the first. */
const isLike = (name: string): boolean =>
  name.startsWith('error-') && !['error-expired', 'error-developer', 'error-nobody'].includes(name)

/** In which windows a page is shown in which language, one after the other. */
const looks: Readonly<Record<Language, Readonly<Record<string, Look>>>> = {
  en: {
    light: { width: 1280, height: 900 },
    dark: { width: 1280, height: 900, colorScheme: 'dark' },
    phone: { width: 320, height: 640 },
    forced: { width: 1280, height: 900, forcedColors: 'active' },
  },
  es: { 'phone-spanish': { width: 390, height: 844 } },
}
interface Look {
  readonly width: number
  readonly height: number
  readonly colorScheme?: 'dark'
  readonly forcedColors?: 'active'
}

describeInBrowser('the gallery in a browser', () => {
  let browser: Browser
  let server: Server
  let origin = ''
  beforeAll(async () => {
    mkdirSync(output, { recursive: true })
    server = serve()
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  async function open(options: BrowserContextOptions): Promise<{ page: Page; trouble: string[] }> {
    const context = await browser.newContext({ ...options, bypassCSP: false })
    const page = await context.newPage()
    const trouble: string[] = []
    page.on('console', message => message.type() === 'error' && trouble.push(message.text()))
    page.on('pageerror', error => trouble.push(error.message))
    return { page, trouble }
  }

  test.each(languages)(
    '%s: nothing scrolls sideways, targets are big, axe finds nothing, in any look',
    async language => {
      const { page, trouble } = await open({})
      for (const name of [...Object.keys(gallery), ...Object.keys(samples.en)]) {
        const wanted = Object.entries(looks[language]).filter(([look]) => look === 'light' || !isLike(name))
        if (wanted.length > 0) await page.goto(`${origin}/${language}/${name}`)
        for (const [look, { width, height, ...media }] of wanted) {
          await page.setViewportSize({ width, height })
          await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...media })
          await page.evaluate(() => document.fonts.ready)
          await savePicture(page, join(output, `${name}.${look}.png`))
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect([name, look, sideways]).toEqual([name, look, 0])
          expect([name, look, await smallTargets(page)]).toEqual([name, look, []])
          if (look !== 'phone') expect([name, look, await findings(page, look)]).toEqual([name, look, []])
        }
      }
      expect(trouble).toEqual([])
      await page.context().close()
    },
    180_000,
  )

  async function findings(page: Page, look: string): Promise<string[]> {
    // other colours change nothing of a page's structure
    const isRecoloured = look === 'dark' || look === 'forced'
    const runOnly = JSON.stringify(isRecoloured ? colourRules : standards)
    if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe)
    const results = await page.evaluate(`axe.run({ resultTypes: ['violations'], runOnly: ${runOnly} })`)
    const { violations } = results as {
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
    }
    return violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html} ${node.failureSummary}`))
  }

  /** What can be pressed, outside running text and mails, and is lower than 44 px. */
  const smallTargets = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [
        ...document.querySelectorAll(
          'a, button, summary, select, input:not([type=hidden],[type=radio],[type=checkbox])',
        ),
      ]
        .filter(one => one.checkVisibility() && !one.matches('.skip, td *'))
        .filter(one => one.getBoundingClientRect().height < 43.9)
        .map(one => one.outerHTML),
    )

  test('works at 400 % zoom: a window of 320 by 180', async () => {
    const { page } = await open({ viewport: { width: 320, height: 180 } })
    for (const name of ['sign-in-error', 'enter-access-code', 'every-field']) {
      await page.goto(`${origin}/en/${name}`)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    }
    await page.context().close()
  })

  test('the letter prints on one sheet, Letter and A4', async () => {
    const { page } = await open({})
    await page.goto(`${origin}/en/letter`)
    for (const format of ['Letter', 'A4']) {
      const pdf = await page.pdf({ format, path: join(output, `letter.${format}.pdf`) })
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    }
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 680, height: 940 })
    await page.screenshot({ path: join(output, 'letter.print.png') })
    await page.context().close()
  })
})
