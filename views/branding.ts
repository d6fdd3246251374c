import type { PageContext } from '../src/core/index.ts'
import { contrast, mix, parseHex, type Rgb, toHex } from './colour.ts'

type Brand = Pick<PageContext['organization'], 'accent' | 'accentDark'>

/** The papers of style.css that an accent is read on; kept beside the tokens there. */
export const paper = { light: '#ffffff', dark: '#172126' } as const
const white: Rgb = [255, 255, 255]
const ink: Rgb = [16, 26, 30]
/** On paper. Links also stand on the ground and on tinted boxes, which hold a little of the accent: hence not 4.5. */
const readable = 5.6

/** The accent itself where it reads well on `ground`, else the nearest mix with `toward` that does. */
function readableOn(accent: Rgb, ground: Rgb, toward: Rgb): Rgb {
  for (let share = 0; share <= 1; share += 0.05) {
    const candidate = mix(accent, toward, share)
    if (contrast(candidate, ground) >= readable) return candidate
  }
  return toward
}
const onTop = (accent: Rgb): Rgb => (contrast(white, accent) >= 4.5 ? white : ink)

const cache = new Map<string, string | undefined>()

/**
 * The stylesheet of an organisation's accent, for a `<style>` with the page's nonce; `undefined` where the product's
 * own accent stands. A colour that does not parse is left out: it would be a way into the stylesheet.
 */
export function brandStyle(brand: Brand): string | undefined {
  const key = `${brand.accent ?? ''} ${brand.accentDark ?? ''}`
  if (cache.has(key)) return cache.get(key)
  if (cache.size > 500) cache.clear()
  const style = makeStyle(brand)
  cache.set(key, style)
  return style
}

function makeStyle(brand: Brand): string | undefined {
  const colours = coloursOf(brand)
  if (!colours) return undefined
  const rule = ({ accent, onAccent }: PaperColours) => `:root{--accent:${accent};--on-accent:${onAccent}}`
  const { day, night } = colours
  return `@media not print{${rule(day)}@media (prefers-color-scheme:dark){${rule(night)}}}@media print{${rule(day)}}`
}

/** What stands on light or on dark paper. */
export interface PaperColours {
  readonly accent: string
  readonly onAccent: string
}

function coloursOf({
  accent,
  accentDark,
}: Brand): { readonly day: PaperColours; readonly night: PaperColours } | undefined {
  const chosen = parseHex(accent)
  if (!chosen) return undefined
  const light = readableOn(chosen, parseHex(paper.light) ?? white, ink)
  const dark = readableOn(parseHex(accentDark) ?? mix(chosen, white, 0.45), parseHex(paper.dark) ?? ink, white)
  const made = (colour: Rgb): PaperColours => ({ accent: toHex(colour), onAccent: toHex(onTop(colour)) })
  return { day: made(light), night: made(dark) }
}

/** The product's own, as tokens.css has them. */
const ownColours = {
  day: { accent: '#0a5c63', onAccent: '#fff' },
  night: { accent: '#6fc7cd', onAccent: '#06282b' },
} as const

/** The colours that pages make of a brand's. */
export const brandColours = (brand: Brand) => coloursOf(brand) ?? ownColours

/** How a shade of an accent reads (WCAG 2.2: 4.5 for text), for whoever chooses it. */
export interface ShadeContrast {
  readonly chosen: string
  /** what pages show: the chosen one, or the nearest that reads */
  readonly drawn: string
  readonly onPaper: { readonly chosen: number; readonly drawn: number }
  readonly textOnIt: { readonly colour: string; readonly contrast: number }
}
function contrastOf(chosen: Rgb, { accent, onAccent }: PaperColours, ground: Rgb): ShadeContrast {
  const [drawn, words] = [parseHex(accent) ?? ink, parseHex(onAccent) ?? white]
  const ratio = (one: Rgb, other: Rgb): number => Math.floor(contrast(one, other) * 100) / 100
  return {
    chosen: toHex(chosen),
    drawn: accent,
    onPaper: { chosen: ratio(chosen, ground), drawn: ratio(drawn, ground) },
    textOnIt: { colour: onAccent, contrast: ratio(words, drawn) },
  }
}

/** Of an organisation's accent on light and on dark paper; `undefined` where the product's own stands. */
export function brandContrast(
  brand: Brand,
): { readonly light: ShadeContrast; readonly dark: ShadeContrast } | undefined {
  const [colours, chosen] = [coloursOf(brand), parseHex(brand.accent)]
  if (!colours || !chosen) return undefined
  const night = parseHex(brand.accentDark) ?? mix(chosen, white, 0.45)
  return {
    light: contrastOf(chosen, colours.day, parseHex(paper.light) ?? white),
    dark: contrastOf(night, colours.night, parseHex(paper.dark) ?? ink),
  }
}

/** The accent where paper is always white (mails, letters): one plain colour that white text can stand on. */
export const mailAccent = (accent: string | undefined): string =>
  toHex(readableOn(parseHex(accent) ?? [10, 92, 99], white, ink))
