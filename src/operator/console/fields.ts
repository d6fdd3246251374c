import type { ConsoleField } from '../../core/console/index.ts'
import { text } from '../../core/index.ts'

/** Why: wherever staff act on a person, and with what is dangerous. */
export const reasonField: ConsoleField = {
  kind: 'textarea',
  name: 'reason',
  rows: 2,
  label: text('console.field.reason'),
  hint: text('console.field.reason.hint'),
  wanted: text('console.field.reason.wanted'),
}

/** By what somebody is looked for, exactly: a choice and what it is. */
export const personKeyFields = (keys: readonly string[]): readonly ConsoleField[] => [
  {
    kind: 'select',
    name: 'by',
    label: text('console.people.by'),
    options: keys.map(value => ({ value, label: text(`console.people.by.${value}`) })),
    value: 'username',
  },
  {
    kind: 'text',
    name: 'value',
    label: text('console.people.value'),
    hint: text('console.people.value.hint'),
    paths: ['body', ...keys.map(key => `body.${key}`)],
    wanted: text('console.people.value.wanted'),
    isCode: true,
  },
]
