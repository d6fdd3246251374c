import { describe, expect, test } from '@jest/globals'
import { topOf, typedForm } from '../../src/core/console/index.ts'
import { languages, text } from '../../src/core/index.ts'
import { renderConsole } from '../../views/index.ts'
import { consoleScreens } from './console-samples.ts'
import { byTag, elementsOf } from './document.ts'
import { translators } from './words.ts'

const pages = languages.flatMap(language =>
  Object.entries(consoleScreens(language)).map(([name, screen]) => ({
    name: `${name} in ${language}`,
    html: renderConsole(screen, translators),
  })),
)

describe.each(pages)('$name', ({ html }) => {
  const elements = elementsOf(html)

  test('ids are unique, and every reference to one has its target', () => {
    const ids = elements.flatMap(one => one.attributes.id ?? [])
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    const references = elements.flatMap(one => [
      ...(one.attributes['aria-describedby']?.split(' ') ?? []),
      ...(one.attributes['aria-labelledby']?.split(' ') ?? []),
      ...(one.attributes.href?.startsWith('#') ? [one.attributes.href.slice(1)] : []),
    ])
    expect(references.filter(reference => !ids.includes(reference))).toEqual([])
  })

  test('every control has a label, and nothing is required by the browser', () => {
    const labelled = byTag(html, 'label').map(one => one.attributes.for)
    const controls = elements.filter(
      one => ['input', 'select', 'textarea'].includes(one.tag) && one.attributes.type !== 'hidden',
    )
    for (const control of controls)
      expect(labelled.includes(control.attributes.id) || control.parents.includes('label')).toBe(true)
    expect(elements.some(one => 'required' in one.attributes)).toBe(false)
  })

  test('forms that post carry their token; no style or handler that the policy would stop', () => {
    const posting = byTag(html, 'form').filter(form => form.attributes.method === 'post')
    expect(elements.filter(one => one.attributes.name === 'csrf')).toHaveLength(posting.length)
    for (const one of elements)
      expect(Object.keys(one.attributes).filter(name => name === 'style' || name.startsWith('on'))).toEqual([])
  })
})

test('a chart ends at a round number', () => {
  expect([[0], [1], [7], [11], [101, 30], [5000]].map(topOf)).toEqual([1, 1, 10, 20, 200, 5000])
})

test('a form filled in again holds what was typed, no secret, and how it stands where that is another', () => {
  const label = text('desk.label')
  const filled = typedForm(
    {
      kind: 'form',
      act: 'save',
      submit: label,
      fields: [
        { kind: 'text', name: 'same', label, value: 'x' },
        { kind: 'text', name: 'changed', label, value: 'theirs' },
        { kind: 'secret', name: 'secret', label },
        { kind: 'checkbox', name: 'off', label, isChecked: true },
        { kind: 'checkboxes', name: 'some', label, options: [], chosen: [] },
      ],
    },
    { same: 'x', changed: 'mine', secret: 'hidden', some: ['a', 'b'] },
    true,
  )
  expect(filled.fields).toEqual([
    { kind: 'text', name: 'same', label, value: 'x' },
    { kind: 'text', name: 'changed', label, value: 'mine', standing: 'theirs' },
    { kind: 'secret', name: 'secret', label },
    { kind: 'checkbox', name: 'off', label, isChecked: false, standing: '☑' },
    { kind: 'checkboxes', name: 'some', label, options: [], chosen: ['a', 'b'], standing: '—' },
  ])
})
