import type { Text } from '../texts.ts'
import type { ConsoleLink, Said } from './words.ts'

export interface ConsoleOption {
  readonly value: string
  readonly label: Said
  readonly help?: Said
}
interface FieldBase {
  readonly name: string
  readonly label: Text
  readonly hint?: Text
  readonly value?: string
  readonly isOptional?: boolean
  /** Whose trouble in the API's answer is this field's: `body.name.en`; `body.<name>` where left out. */
  readonly paths?: readonly string[]
  /** What is wanted, said where the API refuses the value; it says so itself where left out. */
  readonly wanted?: Text
  /** Somebody else changed it meanwhile: how it stands now, beside what was typed. The console's own doing. */
  readonly standing?: string
}
export type ConsoleField =
  | (FieldBase & {
      readonly kind: 'text'
      readonly inputmode?: 'text' | 'numeric' | 'tel' | 'email' | 'url'
      /** Letter by letter: no help with spelling. */
      readonly isCode?: boolean
    })
  /** Never drawn with what was typed, and never kept; the act names it in `secrets` too. */
  | (FieldBase & { readonly kind: 'secret' })
  | (FieldBase & { readonly kind: 'textarea'; readonly rows?: number; readonly isCode?: boolean })
  | (FieldBase & { readonly kind: 'select'; readonly options: readonly ConsoleOption[] })
  | (FieldBase & { readonly kind: 'radio'; readonly options: readonly ConsoleOption[] })
  | (FieldBase & { readonly kind: 'checkbox'; readonly isChecked?: boolean })
  /** Several of a list: the field is sent once for each. */
  | (FieldBase & {
      readonly kind: 'checkboxes'
      readonly options: readonly ConsoleOption[]
      readonly chosen: readonly string[]
    })
  /** A file to send; the act says `takesFile`. What was chosen is lost where the form comes back: browsers keep no files. */
  | (FieldBase & { readonly kind: 'file'; readonly accept?: string })
  | { readonly kind: 'hidden'; readonly name: string; readonly value: string }

/** One form; it posts to its act, or asks the page's own address where there is none. */
export interface ConsoleForm {
  readonly kind: 'form'
  /** Name of the act: last part of the address. Left out: a filter, whose fields go into the query. */
  readonly act?: string
  /** Tells forms of one act apart. */
  readonly key?: string
  readonly heading?: Said
  readonly lead?: readonly Said[]
  readonly fields: readonly ConsoleField[]
  readonly submit: Text
  /** What cannot be taken back, or lets somebody in: stands apart, and its button says so. */
  readonly isDangerous?: boolean
  /** Closed until this is pressed. */
  readonly folded?: Said
  /** Of what it changes, as it was read: goes back as `If-Match`. */
  readonly version?: number
  readonly cancel?: ConsoleLink
}

/** What was typed, by field; several values of a list of checkboxes. */
export type TypedValues = Readonly<Record<string, string | readonly string[]>>

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value
const oneOf = (value: string | readonly string[] | undefined): string => listOf(value)[0] ?? ''

/** The same field holding what was typed. */
export function typedField(field: ConsoleField, typed: TypedValues): ConsoleField {
  const value = typed[field.name]
  switch (field.kind) {
    case 'secret':
    case 'file':
      return field
    case 'checkbox':
      return { ...field, isChecked: value !== undefined }
    case 'checkboxes':
      return { ...field, chosen: listOf(value) }
    default:
      return value === undefined ? field : { ...field, value: oneOf(value) }
  }
}

/** How a field stands, as words that can be read beside what was typed. */
export function standingOf(field: ConsoleField): string {
  switch (field.kind) {
    case 'checkbox':
      return field.isChecked ? '☑' : '☐'
    case 'checkboxes':
      return field.chosen.join(', ')
    default:
      return field.value ?? ''
  }
}

/** The form filled in as it was sent; where the thing has changed since, with how it stands beside it. */
export const typedForm = (form: ConsoleForm, typed: TypedValues, isChanged = false): ConsoleForm => ({
  ...form,
  fields: form.fields.map(field => {
    const filled = typedField(field, typed)
    const isOther = isChanged && field.kind !== 'hidden' && standingOf(field) !== standingOf(filled)
    return isOther ? { ...filled, standing: standingOf(field) || '—' } : filled
  }),
})
