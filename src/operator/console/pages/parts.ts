import type { ConsoleField, ConsoleForm, ConsoleSection } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'

export const home = { href: '/console', label: text('console.overview') }

/** Of what a file describes: said where it would be changed. */
export const fileNotice = (by: 'file' | 'api'): readonly ConsoleSection[] =>
  by === 'file' ? [{ kind: 'notice', tone: 'plain', body: [text('console.managed-by-file')] }] : []

type TextField = Extract<ConsoleField, { kind: 'text' }>
/** A line to type into; `id` of its words, which has `.hint` and `.wanted` beside it where they are named. */
export const line = (
  name: string,
  id: string,
  value: string | undefined,
  { hint, wanted, ...more }: Partial<Omit<TextField, 'hint' | 'wanted'>> & { hint?: true; wanted?: true } = {},
): ConsoleField => ({
  kind: 'text',
  name,
  label: text(id),
  value: value ?? '',
  ...(hint ? { hint: text(`${id}.hint`) } : {}),
  ...(wanted ? { wanted: text(`${id}.wanted`) } : {}),
  ...more,
})

/** A form that is closed until it is wanted, and can do harm. */
export const dangerous = (
  act: string,
  id: string,
  form: Omit<ConsoleForm, 'kind' | 'act' | 'folded' | 'submit' | 'isDangerous'>,
): ConsoleForm => ({
  kind: 'form',
  act,
  folded: text(id),
  lead: [text(`${id}.lead`)],
  submit: text(`${id}.submit`),
  isDangerous: true,
  ...form,
})
