import type { ComponentChildren } from 'preact'
import type { ConsoleField, ConsoleOption } from '../../src/core/console/index.ts'
import type { Translate } from '../../src/core/index.ts'
import { Words } from '../partials/words.tsx'
import { SaidView } from './said.tsx'

type Visible = Exclude<ConsoleField, { kind: 'hidden' }>
interface Why {
  readonly said: ComponentChildren
}
interface FieldProps<F = Visible> {
  readonly field: F
  readonly t: Translate
  /** `f-<form>-<name>` */
  readonly id: string
  readonly why?: Why | undefined
}

/** The control that a summary of trouble leads to. */
export const controlId = (form: string, field: string): string => `f-${form.replaceAll('.', '-')}-${field}`

const describes = ({ field, id, why }: FieldProps): string | undefined =>
  [field.hint && `${id}-hint`, why && `${id}-why`, field.standing && `${id}-now`].filter(Boolean).join(' ') || undefined

const about = (props: FieldProps) => ({
  'aria-describedby': describes(props),
  'aria-invalid': props.why ? ('true' as const) : undefined,
})

const plain = { autocapitalize: 'none', autocorrect: 'off', spellcheck: false } as const

const Label = ({ field, t }: Pick<FieldProps, 'field' | 't'>) => (
  <>
    {t(field.label)}
    {field.isOptional && <span class="optional"> {t({ id: 'view.optional' })}</span>}
  </>
)

const Besides = ({ field, t, id, why }: FieldProps) => (
  <>
    {field.hint && (
      <span class="hint" id={`${id}-hint`}>
        <Words t={t} text={field.hint} />
      </span>
    )}
    {why && (
      <span class="why" id={`${id}-why`}>
        {why.said}
      </span>
    )}
    {field.standing !== undefined && (
      <span class="standing" id={`${id}-now`}>
        {t({ id: 'view.console.stands-now' })} <b>{field.standing}</b>
      </span>
    )}
  </>
)

/** One field of any kind: label, hint, what is wrong, how it stands meanwhile, control. */
export function ConsoleFieldView(props: FieldProps) {
  const { field, id, why } = props
  const outer = why ? 'field wrong' : field.standing === undefined ? 'field' : 'field changed'
  switch (field.kind) {
    case 'checkbox':
      return <Checkbox {...props} field={field} outer={outer} />
    case 'radio':
    case 'checkboxes':
      return <Choices {...props} field={field} outer={outer} />
    default:
      return (
        <div class={outer}>
          <label for={id}>
            <Label {...props} />
          </label>
          <Besides {...props} />
          <Control {...props} field={field} />
        </div>
      )
  }
}

function Control(props: FieldProps<Exclude<Visible, { kind: 'checkbox' | 'checkboxes' }>>) {
  const { field, t, id } = props
  const common = { id, name: field.name, ...about(props) }
  switch (field.kind) {
    case 'textarea':
      return (
        <textarea {...common} rows={field.rows ?? 4} {...(field.isCode ? { ...plain, class: 'letters' } : {})}>
          {field.value}
        </textarea>
      )
    case 'select':
      return (
        <select {...common}>
          {field.options.some(({ value }) => value === '') ? null : (
            <option value="">{t({ id: 'view.choose' })}</option>
          )}
          {field.options.map(({ value, label }) => (
            <option key={value} value={value} selected={field.value === value}>
              {typeof label === 'string' ? label : t(label)}
            </option>
          ))}
        </select>
      )
    case 'secret':
      return <input {...common} type="password" autocomplete="off" {...plain} />
    case 'file':
      return <input {...common} type="file" accept={field.accept} />
    case 'text':
      return (
        <input
          {...common}
          type="text"
          inputmode={field.inputmode}
          autocomplete="off"
          value={field.value}
          {...(field.isCode ? { ...plain, class: 'letters' } : {})}
        />
      )
    default:
      return null
  }
}

type Outer = { readonly outer: string }

const Checkbox = (props: FieldProps<Extract<Visible, { kind: 'checkbox' }>> & Outer) => {
  const { field, t, id, outer } = props
  return (
    <div class={outer}>
      <label class="choice">
        <input type="checkbox" id={id} name={field.name} value="on" checked={field.isChecked} {...about(props)} />
        <span>
          <Label {...props} />
          {field.hint && (
            <small id={`${id}-hint`}>
              <Words t={t} text={field.hint} />
            </small>
          )}
        </span>
      </label>
      <Besides {...props} field={{ ...field, hint: undefined } as never} />
    </div>
  )
}

const Choices = (props: FieldProps<Extract<Visible, { kind: 'radio' | 'checkboxes' }>> & Outer) => {
  const { field, t, id, outer } = props
  const isOn = ({ value }: ConsoleOption): boolean =>
    field.kind === 'radio' ? field.value === value : field.chosen.includes(value)
  return (
    <fieldset class={outer} aria-describedby={describes(props)}>
      <legend>
        <Label {...props} />
      </legend>
      <Besides {...props} />
      {field.options.map((option, index) => (
        <label class="choice" key={option.value}>
          <input
            type={field.kind === 'radio' ? 'radio' : 'checkbox'}
            id={index === 0 ? id : `${id}-${index}`}
            name={field.name}
            value={option.value}
            checked={isOn(option)}
          />
          <span>
            <SaidView said={option.label} t={t} />
            {option.help && (
              <small>
                <SaidView said={option.help} t={t} />
              </small>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
