import { expect } from '@jest/globals'
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Language } from '../../src/core/index.ts'
import type { Clinic, PortalSite } from './clinic.ts'
import { type Say, wordsIn } from './words.ts'

export interface Circumstances {
  readonly javascript?: boolean
  /** of the window, CSS pixels */
  readonly width?: number
  readonly height?: number
  readonly language?: Language
  readonly colorScheme?: 'light' | 'dark'
  readonly forcedColors?: 'active' | 'none'
}

/** Who opens a page: `const person = await patient(clinic).opens(clinic.portal, { width: 320, language: 'es' })`. */
export const patient = (clinic: Clinic) => ({
  async opens(place: PortalSite | string, circumstances: Circumstances = {}): Promise<Person> {
    const person = await Person.arrives(clinic, circumstances)
    await person.goes(typeof place === 'string' ? place : place.login())
    return person
  },
})

/**
 * A person at a browser. Fields and buttons are found by what they are called in the person's language; whatever page
 * comes is looked at: it must be in that language, fit the window, load nothing from elsewhere and complain of nothing.
 */
export class Person {
  readonly page: Page
  readonly say: Say
  /** Requests to anybody who is not part of this, errors of scripts, broken policy. Must stay empty. */
  readonly trouble: string[] = []
  readonly context: BrowserContext
  private readonly clinic: Clinic
  private language: Language

  private constructor(clinic: Clinic, context: BrowserContext, page: Page, language: Language) {
    this.clinic = clinic
    this.context = context
    this.page = page
    this.language = language
    this.say = (id, values) => wordsIn(this.language)(id, values)
    const origins = new Set([clinic.world.issuer, clinic.portal.url, clinic.app.url, ...clinic.origins])
    context.on('request', request => {
      const { origin, protocol } = new URL(request.url())
      if (protocol !== 'data:' && !origins.has(origin)) this.trouble.push(`asked ${origin}`)
    })
    page.on('pageerror', error => this.trouble.push(error.message))
    page.on('console', message => {
      // a page that says "that did not work" has a status that says so too; Chromium logs it
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource: the server responded'))
        this.trouble.push(message.text())
    })
  }

  static async arrives(clinic: Clinic, circumstances: Circumstances): Promise<Person> {
    const { javascript = true, width = 1280, height = width < 600 ? 640 : 800, language = 'en' } = circumstances
    const options: BrowserContextOptions = {
      javaScriptEnabled: javascript,
      viewport: { width, height },
      locale: language === 'es' ? 'es-US' : 'en-US',
      colorScheme: circumstances.colorScheme ?? 'light',
      forcedColors: circumstances.forcedColors ?? 'none',
      reducedMotion: 'reduce',
    }
    const context = await clinic.browser.newContext(options)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    return new Person(clinic, context, page, language)
  }

  // — moving about —

  async goes(url: string): Promise<void> {
    await this.page.goto(url)
    await this.looksAround()
  }
  async goesBack(): Promise<void> {
    await this.page.goBack()
    await this.looksAround()
  }
  /** Presses something that leads to another page, and waits for it. */
  async presses(what: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), what.click()])
    await this.looksAround()
  }
  private async looksAround(): Promise<void> {
    expect(this.trouble).toEqual([])
    if (!this.isHere()) return
    const seen = await this.page.evaluate(() => ({
      language: document.documentElement.lang,
      sideways: document.documentElement.scrollWidth - window.innerWidth,
      headings: document.querySelectorAll('h1').length,
    }))
    expect({ at: this.page.url(), ...seen }).toEqual({
      at: this.page.url(),
      language: this.language,
      sideways: 0,
      headings: 1,
    })
  }
  private isHere = (): boolean => new URL(this.page.url()).origin === this.clinic.world.issuer

  field(id: string): Locator {
    return this.page.getByLabel(this.say(id), { exact: true })
  }
  button(id: string): Locator {
    return this.page.getByRole('button', { name: this.say(id), exact: true })
  }
  link(id: string, values?: Record<string, string>): Locator {
    return this.page.getByRole('link', { name: this.say(id, values), exact: true })
  }
  async heading(): Promise<string> {
    return ((await this.page.locator('h1').textContent()) ?? '').trim()
  }
  async sees(id: string, values?: Record<string, string>): Promise<void> {
    expect(await this.heading()).toBe(this.say(id, values))
  }
  /** The summary of what went wrong: it has the focus, and the title begins with "Error:". */
  async isTold(id: string): Promise<void> {
    const summary = this.page.locator('.trouble')
    expect(await summary.textContent()).toContain(this.say(id))
    expect(await this.page.title()).toMatch(/^Error: /)
    expect(await summary.evaluate(element => element === document.activeElement)).toBe(true)
  }
  async isNotified(id: string): Promise<void> {
    expect(await this.page.getByRole('status').first().textContent()).toBe(this.say(id))
  }
  /** Without a mouse: Tab until it has the focus, which must show on everything that is passed. */
  async tabsTo(what: Locator): Promise<void> {
    for (let presses = 0; presses < 25; presses += 1) {
      await this.page.keyboard.press('Tab')
      expect(await this.page.evaluate(hasVisibleFocus)).toBe(true)
      if (await what.evaluate(element => element === document.activeElement)) return
    }
    throw new Error('Tab does not lead there')
  }
  /** Presses the key that sends a form or follows a link. */
  async entersKey(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press('Enter')])
    await this.looksAround()
  }
  /** By the switch that stands on every page. */
  async switchesLanguage(): Promise<void> {
    this.language = this.language === 'en' ? 'es' : 'en'
    await this.presses(this.page.getByRole('link', { name: this.language === 'es' ? 'Español' : 'English' }))
  }

  // — signing in —

  async signsIn(username: string, password: string): Promise<void> {
    await this.field('sign-in.username').fill(username)
    await this.field('field.password').fill(password)
    await this.presses(this.button('sign-in.submit'))
  }
  async confirms(code: string): Promise<void> {
    await this.field('field.code').fill(code)
    await this.presses(this.button('verify.continue'))
  }
  async hasAccessCode(): Promise<void> {
    await this.presses(this.link('sign-in.access-code'))
  }

  // — activating, in the order of the journey —

  async entersAccessCode(code: string, birthDate: string): Promise<void> {
    await this.field('activate.code.label').fill(code)
    await this.entersBirthDate(birthDate)
  }
  async entersBirthDate(isoDate: string): Promise<void> {
    const [year = '', month = '', day = ''] = isoDate.split('-')
    await this.field('view.date.month').fill(String(Number(month)))
    await this.field('view.date.day').fill(String(Number(day)))
    await this.field('view.date.year').fill(year)
    await this.continues()
  }
  async continues(): Promise<void> {
    await this.presses(this.button('activate.continue'))
  }
  provesPhone = (code: string): Promise<void> => this.confirms(code)
  confirmsName = (): Promise<void> => this.presses(this.button('activate.person.yes'))
  isSomebodyElse = (): Promise<void> => this.presses(this.button('activate.person.no'))
  async acceptsTerms(): Promise<void> {
    await this.field('terms.accept').check()
    await this.presses(this.button('verify.continue'))
  }
  async givesEmail(email: string): Promise<void> {
    await this.field('email.label').fill(email)
    await this.continues()
  }
  provesEmail = (code: string): Promise<void> => this.confirms(code)
  hasNoEmail = (): Promise<void> => this.presses(this.button('email.none'))
  async setsPassword(username: string, password: string): Promise<void> {
    await this.field('field.username').fill(username)
    await this.field('field.new_password').fill(password)
    await this.presses(this.button('credentials.submit'))
  }
  async choosesTextMe(): Promise<void> {
    await this.page.getByLabel(this.say('option.text')).check()
    await this.continues()
  }

  // — where it ends —

  /** Signed in at the portal: what it was told. */
  async landsAt(portal: PortalSite): Promise<{ claims: Record<string, unknown>; userinfo: Record<string, unknown> }> {
    expect(new URL(this.page.url()).origin).toBe(portal.url)
    const session = await this.context.request.get(`${portal.url}/session.json`)
    const told = (await session.json()) as Awaited<ReturnType<Person['landsAt']>> & { signed_in: boolean }
    expect(told.signed_in).toBe(true)
    return told
  }
  /** A later step's address leads back to the page where the person stands. */
  async cannotSkipTo(step: string): Promise<void> {
    const [here, before] = [this.page.url(), await this.heading()]
    await this.goes(here.replace(/\/[^/]+$/, `/${step}`))
    expect(await this.heading()).toBe(before)
    expect(this.page.url().split('?')[0]).toBe(here.split('?')[0])
  }
  async leaves(): Promise<void> {
    expect(this.trouble).toEqual([])
    await this.context.close()
  }
}

/** An outline on what has the focus, or on the box that stands for it. Runs in the page. */
function hasVisibleFocus(): boolean {
  const focused = document.activeElement
  const shown = focused?.matches('input[type=radio], input[type=checkbox]') ? focused.closest('label') : focused
  if (!shown || shown === document.body) return false
  const { outlineStyle, outlineWidth } = getComputedStyle(shown)
  const { width, height } = shown.getBoundingClientRect()
  return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && width > 1 && height > 1
}
