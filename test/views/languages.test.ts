import { describe, expect, test } from '@jest/globals'
import { text } from '../../src/core/index.ts'
import { createTranslators, negotiateLanguage } from '../../src/platform/languages/index.ts'
import { viewTexts } from '../../views/index.ts'

describe('translators', () => {
  const good = {
    'a.plain': { en: "It's here", es: 'Aquí está' },
    'a.count': { en: '{n, plural, one {# step} other {# steps}}', es: '{n, plural, one {# paso} other {# pasos}}' },
    'a.marked': { en: 'ending in <b>{ending}</b>', es: 'termina en <b>{ending}</b>' },
  }
  test('say words in each language', () => {
    const translators = createTranslators([good])
    expect(translators('en')(text('a.plain'))).toBe("It's here")
    expect(translators('es')(text('a.count', { n: 1 }))).toBe('1 paso')
    expect(translators('en')(text('a.count', { n: 2 }))).toBe('2 steps')
    expect(translators.has('a.plain')).toBe(true)
    expect(translators.has('a.other')).toBe(false)
  })
  test('marks are of the message, never of a value', () => {
    const t = createTranslators([good])('en')
    expect(t(text('a.marked', { ending: '42' }))).toBe('ending in 42')
    expect(t.runs?.(text('a.marked', { ending: '<b>4</b>' }))).toEqual(['ending in ', { mark: 'b', text: '<b>4</b>' }])
  })
  test.each([
    ['an id used twice', [good, { 'a.plain': { en: 'x', es: 'x' } }], /a\.plain: used twice/],
    ['an empty message', [{ 'a.b': { en: 'x', es: ' ' } }], /a\.b: no words in es/],
    ['a broken message', [{ 'a.b': { en: '{n, plural, one {x}', es: 'x' } }], /a\.b: the en message does not parse/],
    [
      'values that differ',
      [{ 'a.b': { en: '{name}', es: '{nombre}' } }],
      /a\.b: values differ \(en: name; es: nombre\)/,
    ],
    ['an unknown mark', [{ 'a.b': { en: '<i>x</i>', es: 'x' } }], /a\.b: unknown mark <i> in en/],
  ])('%s is refused at boot', (_what, catalogs, message) => {
    expect(() => createTranslators(catalogs)).toThrow(message)
  })
  test('a missing text or value throws, or shows its id and is told where that was asked for', () => {
    expect(() => createTranslators([good])('en')(text('a.none'))).toThrow('a.none')
    expect(() => createTranslators([good])('en')(text('a.marked'))).toThrow()
    const told: string[] = []
    const t = createTranslators([good], { onTrouble: id => told.push(id) })('en')
    expect([t(text('a.none')), t(text('a.marked'))]).toEqual(['a.none', 'a.marked'])
    expect(told).toEqual(['a.none', 'a.marked'])
  })
  test('the texts of the views are in order', () => {
    expect(() => createTranslators([viewTexts])).not.toThrow()
    for (const id of Object.keys(viewTexts)) expect(id).toMatch(/^view\.[a-z.-]+$/)
  })
})

describe('the language of a request', () => {
  test.each([
    [{}, 'en'],
    [{ fallback: 'es' as const }, 'es'],
    [{ query: 'es', cookie: 'en', uiLocales: 'en' }, 'es'],
    [{ cookie: 'es', uiLocales: 'en', acceptLanguage: 'en' }, 'es'],
    [{ uiLocales: 'fr-CA es-MX en', acceptLanguage: 'en' }, 'es'],
    [{ query: 'klingon', acceptLanguage: 'fr;q=0.9, es-US;q=0.8, en;q=0.7' }, 'es'],
    [{ acceptLanguage: 'en;q=0.2, es' }, 'es'],
    [{ acceptLanguage: 'es;q=0, en;q=0.1' }, 'en'],
    [{ query: '', cookie: '', uiLocales: '', acceptLanguage: ';;,q=' }, 'en'],
    [{ query: 'ES_mx' }, 'es'],
  ])('%j is %s', (wishes, language) => {
    expect(negotiateLanguage(wishes)).toBe(language)
  })
})
