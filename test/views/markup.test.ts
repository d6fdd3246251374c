import { describe, expect, test } from '@jest/globals'
import { languages } from '../../src/core/index.ts'
import { renderScreen } from '../../views/index.ts'
import { byId, byTag, elementsOf } from './document.ts'
import { gallery } from './gallery.ts'
import { translators } from './words.ts'

const pages = Object.entries(gallery).flatMap(([name, screen]) =>
  languages.map(language => ({
    name: `${name} in ${language}`,
    screen,
    html: renderScreen({ ...screen, context: { ...screen.context, language } }, translators(language)),
    language,
  })),
)

describe.each(pages)('$name', ({ html, language, screen }) => {
  const elements = elementsOf(html)

  test('says its language and its title, and the title tells of trouble', () => {
    expect(byTag(html, 'html')[0]?.attributes.lang).toBe(language)
    const title = byTag(html, 'title')[0]?.text
    expect(title).toContain(translators(language)(screen.page.title))
    expect(title?.startsWith('Error:')).toBe(screen.trouble !== undefined)
  })

  test('ids are unique, and every reference to one has its target', () => {
    const ids = elements.flatMap(one => one.attributes.id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const references = elements.flatMap(one => [
      ...(one.attributes['aria-describedby']?.split(' ') ?? []),
      ...(one.attributes['aria-labelledby']?.split(' ') ?? []),
      ...(one.attributes['aria-controls'] ? [one.attributes['aria-controls']] : []),
      ...(one.attributes.href?.startsWith('#') ? [one.attributes.href.slice(1)] : []),
    ])
    for (const reference of references) expect(ids).toContain(reference)
  })

  test('every control has a label', () => {
    const labelled = byTag(html, 'label').map(one => one.attributes.for)
    const controls = elements.filter(
      one => ['input', 'select', 'textarea'].includes(one.tag) && one.attributes.type !== 'hidden',
    )
    for (const control of controls)
      expect(labelled.includes(control.attributes.id) || control.parents.includes('label')).toBe(true)
  })

  test('carries nothing that the content policy would stop', () => {
    for (const one of elements) {
      expect(Object.keys(one.attributes).filter(name => name === 'style' || name.startsWith('on'))).toEqual([])
      if (one.tag === 'script') expect(one.attributes.src).toMatch(/^\/assets\//)
    }
  })

  test('nothing is required by the browser, and Enter presses the main button', () => {
    expect(elements.some(one => 'required' in one.attributes)).toBe(false)
    const first = byTag(html, 'button').find(one => one.attributes.type !== 'button')
    if (screen.page.submit) expect(first?.text).toBe(translators(language)(screen.page.submit))
  })

  test('forms post with the token of the page', () => {
    const forms = byTag(html, 'form')
    expect(forms.every(form => form.attributes.method === 'post')).toBe(true)
    expect(elements.filter(one => one.attributes.name === 'csrf')).toHaveLength(forms.length)
  })
})

describe('trouble', () => {
  const html = renderScreen(gallery['sign-in-error']!, translators('en'))
  test('takes focus and links to the field, which says what is wrong', () => {
    const summary = elementsOf(html).find(one => 'data-trouble' in one.attributes)
    expect(summary?.attributes).toMatchObject({ tabindex: '-1', role: 'alert' })
    expect(summary?.attributes).toHaveProperty('autofocus')
    expect(byTag(html, 'a').some(one => one.attributes.href === '#f-username')).toBe(true)
    const username = byId(html, 'f-username')?.attributes
    expect(username).toMatchObject({ value: 'rosa.m', 'aria-invalid': 'true', 'aria-describedby': 'f-username-why' })
    expect(byId(html, 'f-password')?.attributes).not.toHaveProperty('value')
  })
  test('with a part of a date marks the date and goes to the part', () => {
    const date = renderScreen(gallery['enter-access-code-error']!, translators('en'))
    expect(byTag(date, 'a').some(one => one.attributes.href === '#f-birth_month')).toBe(true)
    expect(byId(date, 'f-birth')?.attributes.class).toBe('field wrong')
  })
})

describe('fields', () => {
  const attributesOf = (screen: string, id: string, language: 'en' | 'es' = 'en') => {
    const sample = gallery[screen]!
    return byId(renderScreen({ ...sample, context: { ...sample.context, language } }, translators(language)), `f-${id}`)
      ?.attributes
  }
  test.each([
    ['sign-in', 'username', { name: 'username', autocomplete: 'username webauthn', autocapitalize: 'none' }],
    ['sign-in', 'password', { name: 'password', type: 'password', autocomplete: 'current-password' }],
    ['set-password', 'username', { autocomplete: 'username' }],
    [
      'set-password',
      'new_password',
      { type: 'password', autocomplete: 'new-password', passwordrules: 'minlength: 12;' },
    ],
    ['enter-code', 'code', { inputmode: 'numeric', autocomplete: 'one-time-code', type: 'text' }],
    ['enter-access-code', 'access_code', { autocomplete: 'off', autocapitalize: 'characters' }],
    ['enter-access-code', 'birth_month', { inputmode: 'numeric', autocomplete: 'bday-month', type: 'text' }],
    ['every-field', 'given_name', { value: 'Rosa', autocomplete: 'given-name' }],
    ['every-field', 'phone', { type: 'tel', autocomplete: 'tel', value: '(555) 010-1234' }],
    ['every-field', 'email', { type: 'email', autocomplete: 'email' }],
    ['every-field', 'sex-0', { type: 'radio', value: 'female', checked: '' }],
    ['every-field', 'facility', { name: 'facility' }],
    ['every-field', 'terms', { type: 'checkbox', name: 'terms' }],
    ['security-option', 'factor-0', { type: 'radio', value: 'text-me', checked: '' }],
  ])('%s: %s', (screen, id, expected) => {
    expect(attributesOf(screen, id)).toMatchObject(expected)
  })
  test('a date asks in the order of the language', () => {
    const parts = (language: 'en' | 'es') => {
      const sample = gallery['enter-access-code']!
      const html = renderScreen({ ...sample, context: { ...sample.context, language } }, translators(language))
      return byTag(html, 'input').flatMap(one => one.attributes.name?.match(/^birth_(\w+)/)?.[1] ?? [])
    }
    expect(parts('en')).toEqual(['month', 'day', 'year'])
    expect(parts('es')).toEqual(['day', 'month', 'year'])
  })
})
