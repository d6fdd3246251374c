import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Language } from '../../src/core/index.ts'
import { projectRoot } from '../../src/platform/index.ts'
import { assets, renderScreen } from '../../views/index.ts'
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

const looks: Readonly<Record<string, { language: Language; options: BrowserContextOptions }>> = {
  light: { language: 'en', options: { viewport: { width: 1280, height: 900 } } },
  dark: { language: 'en', options: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' } },
  phone: { language: 'en', options: { viewport: { width: 320, height: 640 } } },
  'phone-spanish': { language: 'es', options: { viewport: { width: 390, height: 844 } } },
  forced: { language: 'en', options: { viewport: { width: 1280, height: 900 }, forcedColors: 'active' } },
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

  test.each(Object.entries(looks))(
    '%s: nothing scrolls sideways, targets are big, axe finds nothing',
    async (look, { language, options }) => {
      const { page, trouble } = await open(options)
      const names = [...Object.keys(gallery), ...Object.keys(samples.en)].filter(
        name => look === 'light' || !isLike(name),
      )
      for (const name of names) {
        await page.goto(`${origin}/${language}/${name}`)
        await page.evaluate(() => document.fonts.ready)
        await page.screenshot({ path: join(output, `${name}.${look}.png`), fullPage: true })
        expect([name, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([name, 0])
        expect([name, await smallTargets(page)]).toEqual([name, []])
        if (look !== 'phone') expect([name, await findings(page, look)]).toEqual([name, []])
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
    const results = await page.evaluate(`${axe};axe.run({ resultTypes: ['violations'], runOnly: ${runOnly} })`)
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
