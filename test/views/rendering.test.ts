import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fastCheck from 'fast-check'
import { type Page, type Screen, text } from '../../src/core/index.ts'
import { assets, renderErrorPage, renderLetter, renderLogout, renderMail, renderScreen } from '../../views/index.ts'
import { byTag, elementsOf } from './document.ts'
import { gallery, screenOf } from './gallery.ts'
import { letter, mail, samplesIn } from './samples.ts'
import { english, translators } from './words.ts'

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&{b}<b>x</b>`

/** A page in which every value that can come from outside is the same. */
function pageOf(value: string): Screen {
  const say = text('gallery.say', { words: value })
  const page: Page = {
    kind: 'form',
    name: 'hostile',
    title: say,
    lead: [say],
    notes: [{ heading: say, body: [say], links: [{ href: value, label: say }] }],
    fields: [
      { kind: 'text', name: 'given_name', label: say, hint: say, value },
      { kind: 'radio', name: 'sex', label: say, options: [{ value, label: say, help: say }], value },
      { kind: 'date', name: 'birth', label: say, parts: { day: value } },
    ],
    submit: say,
    actions: [{ value, label: say, hint: say, availableIn: 5 }],
    links: [{ href: value, label: say }],
    ways: [{ href: value, label: say }],
  }
  const sample = screenOf(page, {
    csrf: value,
    action: value,
    nonce: value,
    languageSwitch: value,
    trouble: { heading: say, items: [{ text: say, field: 'given_name' }] },
    notice: say,
  })
  const organization = {
    ...sample.context.organization,
    name: { en: value },
    accent: value,
    accentDark: value,
    logo: value,
    helpPhone: value,
    helpHours: { en: value },
    privacyUrl: value,
    termsUrl: value,
  }
  return { ...sample, context: { ...sample.context, organization, going: { en: value }, reference: value } }
}

describe('escaping', () => {
  const drawn = (value: string): string[] => {
    const screen = pageOf(value)
    const frame = { language: 'en', organization: screen.context.organization, nonce: value } as const
    return [
      renderScreen(screen, english),
      renderErrorPage({ ...frame, kind: 'portal', reference: value, developer: [{ label: value, value }] }, english),
      renderLogout({ ...frame, action: value, xsrf: value }, english),
      renderLetter(
        { ...letter, organization: screen.context.organization, recipient: { name: value }, code: value },
        translators,
      ),
      renderMail({ ...mail, brand: value, lead: value, code: value, link: { label: value, href: value } }),
    ]
  }
  const shapeOf = (html: string): string[] =>
    elementsOf(html)
      .filter(one => one.tag !== 'wbr' && !('data-count' in one.attributes))
      .map(one => `${one.tag} ${Object.keys(one.attributes).sort().join(' ')}`)

  test('a hostile value adds no element and no attribute', () => {
    for (const [index, html] of drawn(hostile).entries()) {
      expect(shapeOf(html)).toEqual(shapeOf(drawn('tame')[index] as string))
      expect(html).not.toContain('<script>alert')
    }
  })

  test('nor does any other', () => {
    const tame = shapeOf(renderScreen(pageOf('tame'), english))
    fastCheck.assert(
      fastCheck.property(fastCheck.string({ unit: 'binary' }), value => {
        expect(shapeOf(renderScreen(pageOf(`x${value}`), english))).toEqual(tame)
      }),
      { numRuns: 100 },
    )
  })

  test('links lead to the web, a phone or a mailbox, never to a script', () => {
    for (const address of [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      '//evil.example',
      '/\\evil.example',
    ]) {
      const links = byTag(renderScreen(pageOf(address), english), 'a')
      expect(links.filter(one => one.attributes.href === address)).toEqual([])
    }
    const links = byTag(renderScreen(pageOf('/interaction/u1?x=1'), english), 'a')
    expect(links.filter(one => one.attributes.href === '/interaction/u1?x=1').length).toBeGreaterThan(3)
  })

  test('a colour that is none does not reach the stylesheet', () => {
    expect(byTag(renderScreen(pageOf('red;}body{display:none'), english), 'style')).toEqual([])
  })
})

describe('size and speed', () => {
  const gzipped = (body: string | Buffer): number => gzipSync(body).length
  const paths = assets()

  test('a page with style and script is far below 30 kB, the font apart', () => {
    const shared = paths.filter(one => /css|javascript/.test(one.type)).reduce((sum, one) => sum + gzipped(one.body), 0)
    for (const screen of Object.values(gallery))
      expect(gzipped(renderScreen(screen, english)) + shared).toBeLessThan(15_000)
  })

  test('nothing is loaded from anybody else', () => {
    for (const html of [
      ...Object.values(gallery).map(one => renderScreen(one, english)),
      ...Object.values(samplesIn('en')),
    ])
      for (const one of elementsOf(html).filter(one => ['script', 'link', 'img', 'iframe'].includes(one.tag)))
        expect(one.attributes.src ?? one.attributes.href).toMatch(/^(\/assets\/|data:)/)
    expect(paths.find(one => one.path.includes('style'))?.body.toString()).not.toMatch(/url\((?!"\/assets\/)/)
  })

  test('asset paths change with the content', () => {
    for (const one of paths) expect(one.path).toMatch(/^\/assets\/[a-z-]+\.[0-9a-f]{8}\.(css|js|woff2|svg)$/)
  })

  test('drawing a page costs well under 2 ms', () => {
    const screen = gallery['every-field'] as Screen
    for (let count = 0; count < 200; count++) renderScreen(screen, english)
    const before = process.cpuUsage()
    for (let count = 0; count < 300; count++) renderScreen(screen, english)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 300 / 1000).toBeLessThan(2)
  })
})

describe('the letter', () => {
  const html = renderLetter(letter, translators)
  test('carries the code in groups, the address as text, and both languages', () => {
    expect(html).toContain('7KDM-PQ4X-WN')
    const words = byTag(html, 'body')[0]?.text ?? ''
    expect(words).toContain('id.northside.example/activate')
    expect(words).not.toContain('#7KDM')
    expect(elementsOf(html).filter(one => one.attributes.lang === 'es').length).toBeGreaterThan(0)
  })
  test('needs nothing from the network', () => {
    expect(elementsOf(html).filter(one => ['link', 'script', 'img'].includes(one.tag))).toEqual([])
  })
})
