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

interface Shade {
  readonly chosen: Rgb
  readonly drawn: Rgb
  readonly ground: Rgb
}
/** Both shades of an accent, as chosen and as drawn. */
function shadesOf({ accent, accentDark }: Brand): { readonly light: Shade; readonly dark: Shade } | undefined {
  const chosen = parseHex(accent)
  if (!chosen) return undefined
  const [light, dark] = [parseHex(paper.light) ?? white, parseHex(paper.dark) ?? ink]
  const chosenDark = parseHex(accentDark) ?? mix(chosen, white, 0.45)
  return {
    light: { chosen, drawn: readableOn(chosen, light, ink), ground: light },
    dark: { chosen: chosenDark, drawn: readableOn(chosenDark, dark, white), ground: dark },
  }
}

function makeStyle(brand: Brand): string | undefined {
  const shades = shadesOf(brand)
  if (!shades) return undefined
  const rule = ({ drawn }: Shade) => `:root{--accent:${toHex(drawn)};--on-accent:${toHex(onTop(drawn))}}`
  const { light, dark } = shades
  return `@media not print{${rule(light)}@media (prefers-color-scheme:dark){${rule(dark)}}}@media print{${rule(light)}}`
}

/** How a shade reads (WCAG 2.2: 4.5 for text), for whoever chooses it. */
export interface ShadeContrast {
  readonly chosen: string
  /** what pages show: the chosen one, or the nearest that reads */
  readonly drawn: string
  readonly onPaper: { readonly chosen: number; readonly drawn: number }
  readonly textOnIt: { readonly colour: string; readonly contrast: number }
}
const contrastOf = ({ chosen, drawn, ground }: Shade): ShadeContrast => ({
  chosen: toHex(chosen),
  drawn: toHex(drawn),
  onPaper: { chosen: rounded(contrast(chosen, ground)), drawn: rounded(contrast(drawn, ground)) },
  textOnIt: { colour: toHex(onTop(drawn)), contrast: rounded(contrast(onTop(drawn), drawn)) },
})
const rounded = (ratio: number): number => Math.floor(ratio * 100) / 100

/** Of an organisation's accent on light and on dark paper; `undefined` where the product's own stands. */
export function brandContrast(
  brand: Brand,
): { readonly light: ShadeContrast; readonly dark: ShadeContrast } | undefined {
  const shades = shadesOf(brand)
  return shades && { light: contrastOf(shades.light), dark: contrastOf(shades.dark) }
}

/** The accent where paper is always white (mails, letters): one plain colour that white text can stand on. */
export const mailAccent = (accent: string | undefined): string =>
  toHex(readableOn(parseHex(accent) ?? [10, 92, 99], white, ink))
