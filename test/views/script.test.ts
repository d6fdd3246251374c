import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { assets, renderScreen } from '../../views/index.ts'
import { describeInBrowser, openBrowser } from '../driver/browser.ts'
import { gallery } from './gallery.ts'
import { english } from './words.ts'

/** What page.js adds, and that nothing is lost without it. */
describeInBrowser('the script of the pages', () => {
  let browser: Browser
  let server: Server
  let origin = ''
  const posted: { path: string; body: string }[] = []
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (request.method === 'POST') {
        let body = ''
        for await (const chunk of request) body += chunk
        posted.push({ path: pathname, body })
        return response.writeHead(204).end()
      }
      const asset = assets().find(one => one.path === pathname)
      if (asset) return response.writeHead(200, { 'content-type': asset.type }).end(asset.body)
      const screen = gallery[pathname.slice(1)]
      response.writeHead(screen ? 200 : 204, { 'content-type': 'text/html; charset=utf-8' })
      response.end(screen && renderScreen(screen, english))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })
  async function visit(path: string, act: (page: Page) => Promise<void>, scripts = true): Promise<void> {
    const context = await browser.newContext({ javaScriptEnabled: scripts })
    const page = await context.newPage()
    // stands still but for what a test lets pass
    await page.clock.install({ time: new Date('2027-03-01T09:00:00Z') })
    await page.clock.pauseAt(new Date('2027-03-01T09:00:01Z'))
    await page.goto(`${origin}${path}`)
    await act(page)
    await context.close()
  }

  test('the code of an activation link fills the field and leaves the address bar', () =>
    visit('/enter-access-code?organization=northside#7KDMPQ4XWN', async page => {
      expect(await page.inputValue('[name=access_code]')).toBe('7KDMPQ4XWN')
      expect(page.url()).toBe(`${origin}/enter-access-code?organization=northside`)
    }))

  test('a fragment that is no code changes nothing', () =>
    visit('/enter-access-code#f-access_code', async page => {
      expect(await page.inputValue('[name=access_code]')).toBe('')
    }))

  test('a password is shown and hidden', () =>
    visit('/sign-in', async page => {
      const password = page.locator('[name=password]')
      await password.fill('correct horse')
      await page.getByRole('button', { name: 'Show password' }).click()
      expect(await password.getAttribute('type')).toBe('text')
      await page.getByRole('button', { name: 'Hide password' }).click()
      expect(await password.getAttribute('type')).toBe('password')
    }))

  test('a new password says how much is missing', () =>
    visit('/set-password', async page => {
      await page.fill('[name=new_password]', 'elevenchars')
      await page.clock.runFor(500)
      expect(await page.textContent('.strength')).toBe('1 more character')
      await page.fill('[name=new_password]', 'twelve chars')
      await page.clock.runFor(500)
      expect(await page.textContent('.strength')).toBe('Long enough')
    }))

  test('a wait counts down, then the button stands in its place', () =>
    visit('/enter-code', async page => {
      const button = page.getByRole('button', { name: 'Send a new code' })
      expect(await button.isVisible()).toBe(false)
      await page.clock.runFor(4000)
      expect(await page.textContent('[data-wait] p')).toBe('You can ask for a new one in 20 seconds.')
      await page.clock.runFor(20_000)
      expect(await button.isVisible()).toBe(true)
      expect(await page.locator('[data-wait] p').isVisible()).toBe(false)
    }))

  test('a warning is told before the timeout, and one press extends without losing what was typed', () =>
    visit('/enter-access-code', async page => {
      const more = page.getByRole('button', { name: 'I need more time' })
      await page.fill('[name=access_code]', '7KDM')
      await page.clock.fastForward(779_000)
      expect(await more.isVisible()).toBe(false)
      await page.clock.runFor(3000)
      expect(await page.getByRole('alert').textContent()).toContain('closes in 2 minutes')
      await more.click()
      await more.waitFor({ state: 'hidden' })
      expect(posted.at(-1)).toEqual({ path: '/extend', body: 'csrf=csrf-value&action=extend' })
      expect(await page.inputValue('[name=access_code]')).toBe('7KDM')
    }))

  test('a second press sends nothing', () =>
    visit('/enter-code', async page => {
      const refused = await page.evaluate(() => {
        const form = document.querySelector('form') as HTMLFormElement
        const answers: boolean[] = []
        addEventListener('submit', event => {
          answers.push(event.defaultPrevented)
          event.preventDefault()
        })
        form.requestSubmit()
        form.requestSubmit()
        return answers
      })
      expect(refused).toEqual([false, true])
    }))

  test('trouble has the focus, with and without the script', async () => {
    for (const scripts of [true, false])
      await visit(
        '/sign-in-error',
        async page => {
          expect(await page.locator(':focus').getAttribute('class')).toBe('trouble')
        },
        scripts,
      )
  })

  test('without the script Enter sends the form by its main button, and other actions need nothing filled in', () =>
    visit(
      '/enter-code',
      async page => {
        await page.fill('[name=code]', '418204')
        await page.press('[name=code]', 'Enter')
        await page.getByRole('button', { name: 'Send a new code' }).click()
        expect(posted.slice(-2).map(one => one.body)).toEqual([
          'csrf=csrf-value&code=418204',
          'csrf=csrf-value&code=418204&action=resend',
        ])
      },
      false,
    ))
})
