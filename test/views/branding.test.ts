import { describe, expect, test } from '@jest/globals'
import fastCheck from 'fast-check'
import { brandStyle, mailAccent, paper } from '../../views/branding.ts'
import { contrast, mix, parseHex, type Rgb } from '../../views/colour.ts'

const colours = (style: string | undefined): Rgb[] =>
  [...(style ?? '').matchAll(/#[0-9a-f]{6}/g)].map(match => parseHex(match[0]) as Rgb)

describe('an accent', () => {
  test('that reads well stays as it is, and a lighter one is made for the dark', () => {
    const style = brandStyle({ accent: '#0a5c63' })
    expect(style).toContain('--accent:#0a5c63;--on-accent:#ffffff')
    expect(style).toMatch(/prefers-color-scheme:dark\)\{:root\{--accent:#(?!0a5c63)/)
  })
  test('of the dark can be named', () => {
    expect(brandStyle({ accent: '#0a5c63', accentDark: '#6fc7cd' })).toContain('--accent:#6fc7cd')
  })
  test.each(['red', '#12345', 'url(x)', '#fff;}', undefined])('%s is none', accent => {
    expect(brandStyle(accent === undefined ? {} : { accent })).toBeUndefined()
  })
  test('of any colour can be read: as text on paper, and under the words of a button', () => {
    const channel = fastCheck.integer({ min: 0, max: 255 })
    fastCheck.assert(
      fastCheck.property(channel, channel, channel, (...parts) => {
        const accent = `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`
        const [light, onLight, dark, onDark] = colours(brandStyle({ accent })) as [Rgb, Rgb, Rgb, Rgb]
        const [white, night] = [parseHex(paper.light) as Rgb, parseHex(paper.dark) as Rgb]
        expect(contrast(light, mix(white, light, 0.07))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(light, onLight)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(dark, mix(night, dark, 0.07))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(dark, onDark)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(parseHex(mailAccent(accent)) as Rgb, [255, 255, 255])).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })
})
