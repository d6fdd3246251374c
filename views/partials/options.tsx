import type { Field, Option, Translate } from '../../src/core/index.ts'
import { described, describedBy, type FieldProps, HintAndWhy } from './field.tsx'
import { NewTabLink } from './links.tsx'
import { fieldId, whyId } from './trouble.tsx'
import { Words } from './words.tsx'

type Checkbox = Extract<Field, { kind: 'checkbox' }>
type Select = Extract<Field, { options: readonly Option[] }>

interface ChoiceProps {
  readonly name: string
  readonly options: readonly Option[]
  readonly value?: string
  readonly t: Translate
}

/** Radio buttons as big targets. The help stands in the label, so it is read with it. */
export const Choices = ({ name, options, value, t }: ChoiceProps) => (
  <>
    {options.map((option, index) => (
      <label class="choice" key={option.value} data-needs-passkey={option.needsPasskey} hidden={option.needsPasskey}>
        <input
          type="radio"
          id={`${fieldId(name)}-${index}`}
          name={name}
          value={option.value}
          checked={value === undefined ? option.checked : value === option.value}
        />
        <span>
          {t(option.label)}
          {option.recommended && (
            <>
              {' '}
              <span class="tag">{t({ id: 'view.recommended' })}</span>
            </>
          )}
          {option.help && (
            <small>
              <Words t={t} text={option.help} />
            </small>
          )}
        </span>
      </label>
    ))}
  </>
)

export function RadioField(props: FieldProps<Select>) {
  const { field, t, why } = props
  return (
    <fieldset class={why ? 'field wrong' : 'field'} aria-describedby={describedBy(field, why)}>
      <legend>{t(field.label)}</legend>
      <HintAndWhy {...props} />
      <Choices name={field.name} options={field.options} value={field.value} t={t} />
    </fieldset>
  )
}

export function SelectField(props: FieldProps<Select>) {
  const { field, t, why } = props
  return (
    <div class={why ? 'field wrong' : 'field'}>
      <label for={fieldId(field.name)}>{t(field.label)}</label>
      <HintAndWhy {...props} />
      <select id={fieldId(field.name)} name={field.name} {...described(field, why)}>
        {field.options.some(({ value }) => value === '') ? null : <option value="">{t({ id: 'view.choose' })}</option>}
        {field.options.map(option => (
          <option
            key={option.value}
            value={option.value}
            selected={field.value === undefined ? option.checked : field.value === option.value}
          >
            {t(option.label)}
          </option>
        ))}
      </select>
    </div>
  )
}

export function CheckboxField(props: FieldProps<Checkbox>) {
  const { field, t, why } = props
  return (
    <div class={why ? 'field wrong' : 'field'}>
      {field.links && field.links.length > 0 && (
        <ul class="links">
          {field.links.map(link => (
            <li key={link.href}>
              <NewTabLink link={link} t={t} />
            </li>
          ))}
        </ul>
      )}
      {why && (
        <span class="why" id={whyId(field.name)}>
          <Words t={t} text={why} />
        </span>
      )}
      <label class="choice">
        <input
          type="checkbox"
          id={fieldId(field.name)}
          name={field.name}
          value={field.value ?? 'on'}
          checked={field.checked}
          aria-describedby={why && whyId(field.name)}
          aria-invalid={why ? 'true' : undefined}
        />
        <span>
          <Words t={t} text={field.label} />
          {field.hint && (
            <small>
              <Words t={t} text={field.hint} />
            </small>
          )}
        </span>
      </label>
    </div>
  )
}
