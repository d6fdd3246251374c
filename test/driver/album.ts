import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { CDPSession, Page } from 'playwright-core'
import { projectRoot } from '../../src/platform/index.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = join(projectRoot, 'test/output/screens')

/**
 * `structure` is everything but colours: those of a Spanish page are those of the English one. Where its elements are
 * those of the English page as well, that one was judged for both.
 */
type AxeScope = 'everything' | 'structure' | 'colours'
interface Look {
  readonly width: number
  readonly height: number
  readonly colorScheme?: 'light' | 'dark'
  readonly forcedColors?: 'active'
  /** What axe looks at: other colours change nothing of a page's structure, and a narrow window changes no colours. */
  readonly axe: AxeScope | 'nothing'
  readonly isPictureSpared?: boolean
}
export const looks = {
  light: { width: 1280, height: 900, axe: 'everything' },
  dark: { width: 390, height: 844, colorScheme: 'dark', axe: 'colours' },
  forced: { width: 1280, height: 900, forcedColors: 'active', isPictureSpared: true, axe: 'colours' },
  phone: { width: 390, height: 844, axe: 'nothing' },
  spanish: { width: 390, height: 844, axe: 'structure' },
} satisfies Readonly<Record<string, Look>>
export type LookName = keyof typeof looks

/**
 * Looks at one page as it stands, in each look: a picture to `test/output/screens/NAME-LOOK.png`, axe without findings,
 * nothing that scrolls sideways (320 px is also a window of 1280 at 400 %), nothing to press that is lower than 44 px.
 */
export async function takePictures(page: Page, name: string, names: readonly LookName[]): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const window = page.viewportSize()
  for (const look of names) {
    const { width, height, ...media }: Look = looks[look]
    await page.setViewportSize({ width, height })
    await page.emulateMedia({
      colorScheme: media.colorScheme ?? 'light',
      forcedColors: media.forcedColors ?? 'none',
      reducedMotion: 'reduce',
    })
    await page.evaluate(() => document.fonts.ready)
    if (!media.isPictureSpared) await savePicture(page, join(folder, `${name}-${look}.png`))
    if (media.axe === 'nothing') continue
    const skeleton = await page.evaluate(skeletonOf)
    if (media.axe === 'structure' && judged.get(name) === skeleton) continue
    expect([name, look, await findings(page, media.axe)]).toEqual([name, look, []])
    if (media.axe === 'everything') judged.set(name, skeleton)
  }
  await page.setViewportSize({ width: 320, height: 200 })
  expect([name, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([name, 320])
  expect([name, await smallTargets(page)]).toEqual([name, []])
  if (window) await page.setViewportSize(window)
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' })
}

/** Structures that axe found nothing in, by the name of their page. */
const judged = new Map<string, string>()

/** A page without its words: its elements, with what is said of them, and where there are words at all. Runs in the page. */
function skeletonOf(): string {
  const worded = /^(action|alt|aria-label|content|d|data-.+|href|hreflang|lang|nonce|placeholder|src|title|value)$/
  const outline = (node: Node): string => {
    if (!(node instanceof Element)) return node.nodeType === Node.TEXT_NODE && node.textContent?.trim() ? '…' : ''
    const said = [...node.attributes].map(({ name, value }) =>
      worded.test(name) ? `${name}${value.trim() && '=…'}` : `${name}=${value}`,
    )
    return `<${node.tagName} ${said.sort().join(' ')}>${[...node.childNodes].map(outline).join('')}</>`
  }
  return outline(document.documentElement)
}

const cameras = new WeakMap<Page, CDPSession>()
/** As Playwright takes it, packed in less time into a larger file: that is half of what a picture costs. */
export async function savePicture(page: Page, path: string): Promise<void> {
  // kept as long as the page: where one is ended, a virtual authenticator of the same page ends with it
  const camera = cameras.get(page) ?? (await page.context().newCDPSession(page))
  cameras.set(page, camera)
  const { cssContentSize } = await camera.send('Page.getLayoutMetrics')
  const clip = { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height, scale: 1 }
  const picture = { format: 'png', optimizeForSpeed: true, captureBeyondViewport: true, clip } as const
  const { data } = await camera.send('Page.captureScreenshot', picture)
  writeFileSync(path, Buffer.from(data, 'base64'))
}

/** One picture of a page that is not ours to judge, or is judged elsewhere. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await savePicture(page, join(folder, `${name}.png`))
}

export const pictureFile = (name: string): string => {
  mkdirSync(folder, { recursive: true })
  return join(folder, name)
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The rules whose answer depends on colours. */
const colourRules = ['color-contrast', 'link-in-text-block']

const options: Readonly<Record<AxeScope, object>> = {
  everything: { runOnly: standards },
  structure: { runOnly: standards, rules: Object.fromEntries(colourRules.map(rule => [rule, { enabled: false }])) },
  colours: { runOnly: { type: 'rule', values: colourRules } },
}

/** What axe finds: WCAG 2.2 A and AA, and good practice. */
export async function findings(page: Page, scope: AxeScope = 'everything'): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe)
  const run = JSON.stringify({ resultTypes: ['violations'], ...options[scope] })
  // only what it finds leaves the page: all that it looked at is a long list
  const violations = (await page.evaluate(`axe.run(${run}).then(found => found.violations)`)) as readonly Violation[]
  return violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html} ${node.failureSummary}`))
}

/** What can be pressed, outside running text, and is lower than 44 px. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden],[type=radio],[type=checkbox])')]
      .filter(one => one.checkVisibility() && !one.matches('.skip'))
      .filter(one => one.getBoundingClientRect().height < 43.9)
      .map(one => one.outerHTML),
  )
