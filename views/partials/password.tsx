import type { Field } from '../../src/core/index.ts'
import { described, type FieldProps, HintAndWhy } from './field.tsx'
import { fieldId } from './trouble.tsx'

type Password = Extract<Field, { kind: 'password' }>

/** Tells password managers what to make. */
const rules = (field: Password): object =>
  field.isNew && field.minLength ? { passwordrules: `minlength: ${field.minLength};` } : {}

/** What was typed never comes back. "Show" needs the script and is hidden until that runs. */
export function PasswordField(props: FieldProps<Password>) {
  const { field, t, why } = props
  const id = fieldId(field.name)
  return (
    <div class={why ? 'field wrong' : 'field'}>
      <label for={id}>{t(field.label)}</label>
      <HintAndWhy {...props} />
      <div class="with">
        <input
          type="password"
          id={id}
          name={field.name}
          autocomplete={field.isNew ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck={false}
          maxLength={256}
          {...rules(field)}
          {...described(field, why)}
        />
        <button
          type="button"
          class="second"
          hidden
          aria-controls={id}
          aria-label={t({ id: 'view.password.show.label' })}
          data-show={id}
          data-hide-text={t({ id: 'view.password.hide' })}
          data-hide-label={t({ id: 'view.password.hide.label' })}
        >
          {t({ id: 'view.password.show' })}
        </button>
      </div>
      {field.isNew && field.minLength && <Strength field={field} t={t} length={field.minLength} />}
    </div>
  )
}

/** Room for a meter that the script fills: how much is missing to the length that the server asks for. */
const Strength = ({ field, t, length }: Pick<FieldProps<Password>, 'field' | 't'> & { length: number }) => (
  <div
    class="strength"
    hidden
    data-strength={fieldId(field.name)}
    data-one={t({ id: 'view.password.short', values: { count: 1 } })}
    data-other={t({ id: 'view.password.short', values: { count: 99 } })}
    data-enough={t({ id: 'view.password.long' })}
  >
    <progress max={length} value={0} aria-hidden="true" />
    <span role="status" />
  </div>
)
