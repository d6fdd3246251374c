import type { Field, Language, Text, Translate, Trouble } from '../../src/core/index.ts'
import { DateField } from './date.tsx'
import { CheckboxField, RadioField, SelectField } from './options.tsx'
import { PasswordField } from './password.tsx'
import { fieldId, hintId, isAbout, whyId } from './trouble.tsx'
import { Words } from './words.tsx'

export interface FieldProps<F extends Field = Field> {
  readonly field: F
  readonly t: Translate
  readonly language: Language
  /** What is wrong with this field, where something is. */
  readonly why?: Text
}

export const whyOf = (field: Field, trouble: Trouble | undefined): Text | undefined =>
  trouble?.items.find(item => item.field !== undefined && isAbout(field, item.field))?.text

export const describedBy = (field: Field, why: Text | undefined): string | undefined =>
  [field.hint && hintId(field.name), why && whyId(field.name)].filter(Boolean).join(' ') || undefined

/** What a control says about itself to assistive technology. */
export const described = (field: Field, why: Text | undefined) => ({
  'aria-describedby': describedBy(field, why),
  'aria-invalid': why ? ('true' as const) : undefined,
})

export const HintAndWhy = ({ field, t, why }: Pick<FieldProps, 'field' | 't' | 'why'>) => (
  <>
    {field.hint && (
      <span class="hint" id={hintId(field.name)}>
        <Words t={t} text={field.hint} />
      </span>
    )}
    {why && (
      <span class="why" id={whyId(field.name)}>
        <Words t={t} text={why} />
      </span>
    )}
  </>
)

type Attributes = Record<string, string | undefined>
const plain = { autocapitalize: 'none', autocorrect: 'off', spellcheck: 'false' }

/** What differs between the kinds that are one line of text. */
function lineOf(field: Field): Attributes {
  switch (field.kind) {
    case 'username':
      return { type: 'text', autocomplete: field.isNew ? 'username' : 'username webauthn', ...plain }
    case 'code':
      return {
        type: 'text',
        class: field.isKept ? 'code long' : 'code',
        inputmode: 'numeric',
        autocomplete: field.isKept ? 'off' : 'one-time-code',
        ...plain,
      }
    case 'access-code':
      return {
        type: 'text',
        class: 'access-code',
        autocomplete: 'off',
        ...plain,
        autocapitalize: 'characters',
        'data-access-code': '',
      }
    case 'phone':
      return { type: 'tel', autocomplete: 'tel' }
    case 'email':
      return { type: 'email', autocomplete: 'email', ...plain }
    case 'text':
      return { type: 'text', autocomplete: field.autocomplete, inputmode: field.inputmode }
    default:
      return { type: 'text' }
  }
}

/** One field of any kind: label, hint, what is wrong, control. */
export function FieldView(props: FieldProps) {
  const { field, t, why } = props
  switch (field.kind) {
    case 'hidden':
      return <input type="hidden" name={field.name} value={field.value} />
    case 'password':
      return <PasswordField {...props} field={field} />
    case 'date':
      return <DateField {...props} field={field} />
    case 'checkbox':
      return <CheckboxField {...props} field={field} />
    case 'radio':
      return <RadioField {...props} field={field} />
    case 'select':
      return <SelectField {...props} field={field} />
    default:
      return (
        <div class={why ? 'field wrong' : 'field'}>
          <label for={fieldId(field.name)}>
            {t(field.label)}
            {field.kind === 'text' && field.optional && <span class="optional"> {t({ id: 'view.optional' })}</span>}
          </label>
          <HintAndWhy {...props} />
          <input
            {...lineOf(field)}
            id={fieldId(field.name)}
            name={field.name}
            value={field.value}
            {...described(field, why)}
          />
        </div>
      )
  }
}
